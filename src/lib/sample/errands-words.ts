/** Tasks of a secretary's day, as they are written down. */

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** `{m}` a matter, `{p}` a person, `{o}` their organisation, `{a}` who helps, `{city}` a city. */
export const errands = lines(`
  Send the engagement letter to {p}
  Chase {p} for the signed undertaking
  Book a table for four with {p}
  Order flowers for {p}, card from Imogen
  File the bundle in {m}
  Print and bind the chronology, {m}
  Ask {o} for three dates in the week after next
  Confirm the car for {p}
  Renew the parking permit with {o}
  Check the invoice from {o} against the quote
  Draft a reply to {p} about the speaking date
  Find a hotel near the court for {p}
  Return the annotated draft to {p}
  Get the translation of exhibit C from {o}
  Collect Imogen’s gown from the cleaner
  Reserve the Oriel room for {m}
  Type up the attendance note, {m}
  Call {o} about the broken franking machine
  Pass the press enquiry from {p} to the duty partner
  Move the call with {p} to the afternoon
  Ask {a} to cover reception over lunch
  Look up trains to {city}
  Fill in the landing form for {city}
  Compare two fares to {city} and hold the cheaper one
  Thank-you note to {p} for the dinner
  Chase the costs schedule, {m}
  Update the duty list for next week with {a}
  Scan the wet-ink signature pages, {m}
  Send the corrected seating plan to {o}
  Arrange an interpreter for {p}
  Put {p} on the guest list for the opening night
  Ask the clerk for the listing in {m}
  Prepare the signature folder
  Pay the deposit for the room at {o}
  Write up who said what at lunch with {p}
  Find the 2019 fee note for {o}
  Remind {p} about the passport scan
  Return the loan copy of the treatise to the library
  Set up the quiet room for {p}
  Proofread Imogen’s speech for {city}
  Get a quote from {o} for the summer party
  Renew the subscription to {o}
  Cancel the second car, {m}
  Let {p} know that Imogen is running the half marathon after all
  Answer {o} about dietary needs
  Match the taxi receipts of the {city} trip
  Ask IT about the projector before {m}
  Clear the archive boxes of {m} with {a}
`);

export const steps = lines(`
  Read through once
  Ask Imogen
  Two copies
  Sign
  Scan
  Send by courier
  Note the tracking number
  File
  Call to confirm
  Tell the driver
  Update the diary
  Thank them
`);

export const remarks = lines(`
  {p} would like an answer before the weekend; Imogen is content with either version.
  Left word with {a} on the second call. They return on Thursday and will ring back.
  The form is in the red tray. It needs the client number, which {a} has.
  Not urgent, but it looks bad when it waits for longer than a week.
  Imogen said: the shorter letter, and without the last paragraph.
  Quote was for twelve people; we are fourteen now. Ask for the same price a head.
  Same as last year, only the name of the speaker changes. Last year’s file is under {o}.
  Needs ink, so it has to catch her between the two calls in the afternoon.
  They confirmed receipt by mail and promised a date. If nothing comes by then, ask {p} directly.
  The original is with {a}; the scan in the file is missing page three.
`);
