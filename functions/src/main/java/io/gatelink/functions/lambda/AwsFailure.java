package io.gatelink.functions.lambda;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the AWS SDK means to the state machine. */
public final class AwsFailure {

    /** Quotas on counts: API Gateway gives them the status of throttling, but waiting does not help. */
    private static final Set<String> QUOTAS = Set.of("LimitExceeded", "LimitExceededException");

    /** How API Gateway words a 409 that trying again does help against. */
    private static final String CONCURRENT = "concurrent modification";

    /** How API Gateway refuses to change an API that it is still changing. */
    private static final String UPDATING = "already an update in progress";

    /** What DynamoDB answers if two transactions meet. */
    private static final Set<String> CONFLICTS =
            Set.of("TransactionConflictException", "TransactionInProgressException");

    /** A list of all that refers to a VPC link, for example, has no end. */
    private static final int LONGEST_MESSAGE = 1000;

    private AwsFailure() {}

    /** The exception to throw instead. */
    public static GatelinkException of(SdkException e) {
        if (!(e instanceof AwsServiceException refusal)) {
            return new AwsUnavailableException("No answer from AWS: " + chain(e));
        }
        var details = Objects.requireNonNullElse(
                refusal.awsErrorDetails(), AwsErrorDetails.builder().build());
        String code = Objects.requireNonNullElse(details.errorCode(), "unknown error");
        String message = String.valueOf(details.errorMessage() == null ? e.getMessage() : details.errorMessage());
        String service = Objects.requireNonNullElse(details.serviceName(), "AWS");
        String what = service + " answered " + code + " (" + refusal.statusCode() + "): "
                + (message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message);
        if (QUOTAS.contains(code)) {
            return new AwsRefusedException(what);
        }
        if (refusal.isThrottlingException()
                || CONFLICTS.contains(code)
                || message.contains(CONCURRENT)
                || message.contains(UPDATING)) {
            return new ThrottledException(what);
        }
        return refusal.statusCode() >= 500 ? new AwsUnavailableException(what) : new AwsRefusedException(what);
    }

    /** The messages of an exception and its causes: without a stack trace, only they say why. */
    private static String chain(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .map(one -> one.getClass().getSimpleName() + ": " + one.getMessage())
                .distinct()
                .collect(Collectors.joining(", because of "));
    }
}
