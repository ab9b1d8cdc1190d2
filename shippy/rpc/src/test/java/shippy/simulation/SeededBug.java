package shippy.simulation;

/** What a careless author would have left out, for the simulation to find. */
enum SeededBug {
  NONE,
  /** A lease that was renewed is taken as proof that the key stands. */
  MISSING_RECONCILE,
  /** The end of a watch is not followed by a listing. */
  FORGOTTEN_RELIST,
  /** A registry that does not answer is taken for one without nodes. */
  OUTAGE_TAKEN_AS_EMPTY
}
