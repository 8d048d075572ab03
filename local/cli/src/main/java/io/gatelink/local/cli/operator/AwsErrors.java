package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What is said when AWS does not do what a command asks: one line with the remedy. */
final class AwsErrors {

    private AwsErrors() {}

    static BadInputException explain(SdkException e, Aws aws) {
        return new BadInputException(
                e instanceof AwsServiceException refusal
                        ? refused(refusal, aws)
                        : notAsked((SdkClientException) e, aws));
    }

    /** Whether AWS refused a call for want of a right. */
    static boolean isDenied(SdkException e) {
        return e instanceof AwsServiceException refusal
                && (code(refusal).startsWith("AccessDenied") || code(refusal).startsWith("Unauthorized"))
                && !isExpired(refusal);
    }

    private static String refused(AwsServiceException e, Aws aws) {
        String code = code(e);
        String message = ended(Text.oneLine(
                e.awsErrorDetails() == null
                        ? e.getMessage()
                        : e.awsErrorDetails().errorMessage()));
        if (isExpired(e)) {
            return "The credentials have expired (" + code + "): sign in again, e.g. with '" + signIn(aws) + "'.";
        }
        if (message.contains("valid Region")) {
            return "The Region is '" + aws.region().id() + "', which " + place(aws) + " is not in: " + message;
        }
        if (isUnknown(e)) {
            return "AWS does not know these credentials (" + code + "): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY "
                    + "and AWS_SESSION_TOKEN, or --profile.";
        }
        if (isDenied(e)) {
            return "A right is missing: " + message
                    + " The rights that each command needs: gatelink doctor --permissions.";
        }
        return service(e)
                + (e.isThrottlingException()
                        ? " has too many calls from this account (" + code + "): wait a minute, and try again."
                        : " refused with " + code + ": " + message);
    }

    /** Whether AWS takes no call with these credentials. */
    static boolean isOfCredentials(AwsServiceException e) {
        return isExpired(e) || isUnknown(e);
    }

    private static boolean isUnknown(AwsServiceException e) {
        String code = code(e);
        return code.startsWith("UnrecognizedClient")
                || code.startsWith("InvalidClientTokenId")
                || code.startsWith("InvalidAccessKeyId")
                || code.contains("Signature");
    }

    private static String signIn(Aws aws) {
        return "aws sso login"
                + aws.profile().map(name -> " --profile " + Text.oneLine(name)).orElse("");
    }

    private static String notAsked(SdkClientException e, Aws aws) {
        String message = Text.oneLine(e.getMessage());
        if (message.contains("load credentials")
                || message.contains("credentials from")
                || message.contains("profile")) {
            return aws.profile()
                    .map(name -> "The profile '" + Text.oneLine(name) + "' gives no credentials: sign in, e.g. with '"
                            + signIn(aws) + "', or give another --profile.")
                    .orElse("There are no AWS credentials: sign in, e.g. with 'aws sso login', and give --profile; or "
                            + "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        if (causedByNetwork(e)) {
            return aws.isEmbedded()
                    ? "Nothing answers at " + aws.endpoint().orElseThrow() + ": start './gatelink up', or speak to "
                            + "your account, without --endpoint-url and AWS_ENDPOINT_URL."
                    : place(aws) + " does not answer: check the network, and --region "
                            + aws.region().id() + ". (" + Text.shortened(message, 200) + ")";
        }
        return "AWS could not be asked: " + ended(message);
    }

    private static boolean causedByNetwork(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String place(Aws aws) {
        return aws.endpoint().map(URI::toString).orElse("AWS");
    }

    /** IAM Identity Center calls a session that is over unauthorized. */
    private static boolean isExpired(AwsServiceException e) {
        return code(e).toLowerCase(Locale.ROOT).contains("expired")
                || service(e).equals("SSO") && code(e).startsWith("Unauthorized");
    }

    static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "status " + e.statusCode()
                : e.awsErrorDetails().errorCode();
    }

    private static String service(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().serviceName() == null
                ? "AWS"
                : e.awsErrorDetails().serviceName();
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
