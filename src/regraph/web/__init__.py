"""A store on disk in, a web service out: pages, SPARQL, linked data and a JSON API (`regraph serve`).

app       settings -> the Starlette application, put together from the parts below
service   what every part asks: one snapshot of the newest build, and queries run in worker processes
pages     the HTML pages
"""
