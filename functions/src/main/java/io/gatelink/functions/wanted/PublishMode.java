package io.gatelink.functions.wanted;

/** Which load balancers are published. */
public enum PublishMode {

    /** Those whose owners ask for it by the tag {@link Tags#PUBLISH}. */
    OPT_IN,

    /** All but those whose owners refuse it by that tag. */
    ALL,

    /** None at all: whatever is published is withdrawn. */
    NONE
}
