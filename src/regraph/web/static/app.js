// What pages do beyond plain links and forms. Every page works without this file.

"use strict";

// The reader: light up the whole text of the claim that the address names, and go there.
const lightUp = () => {
  for (const lit of document.querySelectorAll(".reader mark.chosen")) lit.classList.remove("chosen");
  const claim = /^#(?:claim|at)-([0-9a-z]+)$/.exec(location.hash)?.[1];
  if (!claim) return;
  for (const mark of document.querySelectorAll(".reader mark[data-claims]"))
    if (mark.dataset.claims.split(" ").includes(claim)) mark.classList.add("chosen");
};
addEventListener("hashchange", lightUp);
lightUp();

// A passage opened from elsewhere: show it in the text as well, where both stand side by side.
const place = location.hash.startsWith("#claim-") && document.getElementById(`at-${location.hash.slice(7)}`);
if (place && matchMedia("(min-width: 60rem)").matches) place.scrollIntoView({ block: "center" });

// Copy buttons stand only where they can work.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

// The network: keep the day of its slider in the address, so that a link shows the same.
document.addEventListener("network:day", (event) => {
  const here = new URL(location.href);
  if (event.detail.day) here.searchParams.set("day", event.detail.day);
  else here.searchParams.delete("day");
  history.replaceState(history.state, "", here);
});
document.addEventListener("network:choose", (event) => {
  const here = new URL(location.href);
  if (event.detail.kind === "node" && event.detail.iri) here.searchParams.set("chosen", event.detail.iri);
  else here.searchParams.delete("chosen");
  history.replaceState(history.state, "", here);
});

// A menu that is open closes when the keyboard leaves it.
const menu = document.getElementById("menu");
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget) && menu.matches?.(":popover-open")) menu.hidePopover();
});
