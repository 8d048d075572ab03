package io.gatelink.local.states.validation;

/**
 * Something that makes a definition invalid.
 *
 * @param code     as Step Functions names the kind, e.g. {@code SCHEMA_VALIDATION_FAILED}
 * @param location where, e.g. {@code /States/Check VPC link/Retry[0]/IntervalSeconds}
 * @param message  a sentence that names state, field, value and remedy
 */
public record Problem(String code, String location, String message) {

    /** As Step Functions writes it into an InvalidDefinition error. */
    @Override
    public String toString() {
        return code + ": " + message + (location.isEmpty() ? "" : " at " + location);
    }
}
