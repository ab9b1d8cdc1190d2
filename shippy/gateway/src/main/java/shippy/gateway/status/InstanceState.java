package shippy.gateway.status;

import com.google.gson.annotations.SerializedName;

/** The state of an instance, as seen from here. */
public enum InstanceState {
  @SerializedName("serving")
  SERVING,
  @SerializedName("not_serving")
  NOT_SERVING,
  /** Registered, but does not answer. */
  @SerializedName("unreachable")
  UNREACHABLE,
  /** No longer registered, and did not answer before. */
  @SerializedName("lost")
  LOST,
  /** No longer registered, and answered until then. */
  @SerializedName("stopped")
  STOPPED;

  boolean isGone() {
    return this == LOST || this == STOPPED;
  }
}
