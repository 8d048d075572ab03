package io.gatelink.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which refusals by AWS pass by themselves. */
class AwsFailureTest {

    private static GatelinkException of(int status, String code, String message) {
        return AwsFailure.of(AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("ApiGateway")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequestsException, Too Many Requests, ThrottledException",
        "400, ThrottlingException, Rate exceeded, ThrottledException",
        "429, LimitExceededException, Maximum number of VPC links reached, AwsRefusedException",
        "409, ConflictException, Unable to complete operation due to concurrent modification., ThrottledException",
        "409, ConflictException, There is already an update in progress for this API, ThrottledException",
        "409, ConflictException, Stage already exists, AwsRefusedException",
        "400, TransactionConflictException, Transaction is ongoing for the item, ThrottledException",
        "400, TransactionInProgressException, The request is in progress, ThrottledException",
        "403, AccessDeniedException, User is not authorized, AwsRefusedException",
        "500, InternalFailure, Internal failure, AwsUnavailableException",
        "503, ServiceUnavailableException, Try again, AwsUnavailableException"
    })
    void onlyWhatPassesByItselfIsTriedAgain(int status, String code, String message, String exception) {
        GatelinkException failure = of(status, code, message);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(failure.passes()).isEqualTo(!exception.equals("AwsRefusedException"));
        assertThat(failure).hasMessage("ApiGateway answered " + code + " (" + status + "): " + message);
    }

    @Test
    void aMessageIsShortened() {
        assertThat(of(400, "BadRequestException", "x".repeat(1001)))
                .hasMessage("ApiGateway answered BadRequestException (400): " + "x".repeat(1000) + "...");
        assertThat(of(400, "BadRequestException", "x".repeat(1000)))
                .hasMessage("ApiGateway answered BadRequestException (400): " + "x".repeat(1000));
    }

    @Test
    void whereNoAnswerComesAllReasonsAreNamed() {
        var failure = AwsFailure.of(SdkClientException.create(
                "Unable to execute HTTP request",
                new IOException("Reset", new SocketTimeoutException("Read timed out"))));

        assertThat(failure)
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessage("No answer from AWS: SdkClientException: Unable to execute HTTP request, because of "
                        + "IOException: Reset, because of SocketTimeoutException: Read timed out");
    }
}
