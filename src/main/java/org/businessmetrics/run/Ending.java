package org.businessmetrics.run;

/** What becomes of what a run has computed and checked. */
public enum Ending {
  /** It is published, and the page is drawn. */
  DRAW,
  /** It is published. */
  PUBLISH,
  /** It is compared with what stands, and forgotten. */
  REHEARSE
}
