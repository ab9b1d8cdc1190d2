package shippy.fsck;

/** The kinds of differences between the two services, most harmful first. */
enum MismatchKind {
  NO_RESERVATION(
      "no-reservation",
      "consignment CONFIRMED, no live reservation",
      "vessel store lost? consignment-cli cancel ID, then send it with a new id"),
  OVERLOADED(
      "overloaded",
      "a vessel carries more than it can",
      "cancel consignments of that vessel: consignment-cli cancel ID"),
  OTHER_VESSEL(
      "other-vessel",
      "consignment and reservation name different vessels",
      "one store restored? consignment-cli cancel ID, then send it with a new id"),
  OTHER_CARGO(
      "other-cargo",
      "weight or containers of consignment and reservation differ",
      "one store restored? consignment-cli cancel ID, then send it with a new id"),
  NO_VESSEL(
      "no-vessel",
      "reservation names a vessel that does not exist",
      "was the vessel store restored? create the vessel again, with that id"),
  WRONG_USAGE(
      "wrong-usage",
      "what is used of a vessel is not the sum of its live reservations",
      "the vessel store is damaged: keep a copy, restore a backup"),
  ORPHAN(
      "orphan",
      "reservation live, consignment unknown",
      "restore the consignment store if it was lost; else --repair --release_unknown"),
  NOT_RELEASED(
      "not-released",
      "consignment ABORTED or CANCELLED, reservation live",
      "wait for the consignment service to release it, or --repair"),
  NOT_CONFIRMED(
      "not-confirmed",
      "consignment CONFIRMED, reservation not confirmed yet",
      "wait for the consignment service to confirm it, or --repair"),
  TOO_EARLY(
      "too-early",
      "reservation confirmed, consignment still PENDING",
      "must not happen; the consignment service will decide: look again later"),
  UNDECIDED(
      "undecided",
      "consignment PENDING all the time",
      "the consignment service decides it within seconds: do both services run?"),
  TWICE(
      "twice",
      "the same id twice in a listing",
      "must not happen; keep a copy of the store it comes from");

  private final String word;
  private final String meaning;
  private final String fix;

  MismatchKind(String word, String meaning, String fix) {
    this.word = word;
    this.meaning = meaning;
    this.fix = fix;
  }

  /** Short, for tables and programs. */
  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  /** What the operator can do. */
  String fix() {
    return fix;
  }
}
