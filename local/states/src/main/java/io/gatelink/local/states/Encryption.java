package io.gatelink.local.states;

/**
 * How a customer managed key encrypts a state machine and its executions.
 *
 * @param key                       an id, an alias or an ARN
 * @param dataKeyReusePeriodSeconds how long Step Functions uses a data key, 60 to 900
 */
public record Encryption(String key, int dataKeyReusePeriodSeconds) {}
