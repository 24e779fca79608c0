package org.businessmetrics.run;

/** What becomes of what a run has computed and checked. */
public enum Ending {
  /** It is published, the page is drawn, and mailed where the job says so. */
  DELIVER,
  /** It is published, and the page is drawn. */
  DRAW,
  /** It is published. */
  PUBLISH,
  /** It is compared with what stands, and forgotten. */
  REHEARSE
}
