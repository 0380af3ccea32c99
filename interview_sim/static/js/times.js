// Pages give moments in UTC; a reader's own clock shows another time. The title keeps what the server said.

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const LAYOUTS = {
  day: (moment) => DAY.format(moment),
  time: (moment) => TIME.format(moment),
  moment: (moment) => `${DAY.format(moment)}, ${TIME.format(moment)}`,
};

export const inWords = (moment, layout = "moment") => LAYOUTS[layout](new Date(moment));

for (const shown of document.querySelectorAll("time[data-layout]")) {
  shown.textContent = inWords(shown.dateTime, shown.dataset.layout);
}
