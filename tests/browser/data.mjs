// What is for programs, by readers that have nothing to do with Orbit: the data against their schema, the calendar, the feed by the rules of Atom.
import Ajv from "ajv/dist/2020.js";
import ICAL from "ical.js";

export function checkData(site, tally) {
  tally.check("data.json: as its schema says", against(site));
  tally.check("promises.ics: a calendar with a day for each open promise", calendar(site));
}

function against(site) {
  const schema = JSON.parse(site.read("data.schema.json"));
  const data = JSON.parse(site.read("data.json"));
  const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(data);
  const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  for (const { id, url } of data.engagements) if (!site.files.has(decodeURIComponent(url))) wrong.push(`${id} leads to ${url}, which is not there`);
  if (data.engagements.length === 0) wrong.push("there is no engagement");
  return wrong;
}

function calendar(site) {
  const text = site.read("promises.ics");
  const wrong = text.split("\r\n").filter((line) => Buffer.byteLength(line) > 75).map((line) => `longer than 75 octets: ${line}`);
  if (/[^\r]\n/.test(text)) wrong.push("a line ends without a carriage return");
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  const days = events.map((event) => event.startDate.toString()).sort();
  const marks = JSON.parse(site.read("data.json")).engagements.flatMap(({ marks }) => marks);
  const due = marks.filter(({ kind, state, due }) => kind === "promise" && state === "open" && due).map(({ due }) => due).sort();
  if (days.join() !== due.join()) wrong.push(`its days are ${days}, those of the data ${due}`);
  if (new Set(events.map(({ uid }) => uid)).size !== events.length) wrong.push("two events have one UID");
  return wrong;
}
