package io.gatelink.functions;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.LimitExceededException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.TooManyRequestsException;

/** Exceptions as the SDK makes them of API Gateway's error answers. */
final class AwsExceptions {

    private AwsExceptions() {
    }

    static NotFoundException notFound() {
        return NotFoundException.builder().statusCode(404)
                .awsErrorDetails(details("NotFoundException", "Invalid identifier specified")).build();
    }

    static ConflictException conflict(String message) {
        return ConflictException.builder().statusCode(409)
                .awsErrorDetails(details("ConflictException", message)).build();
    }

    static ConflictException concurrentModification() {
        return conflict("Unable to complete operation due to concurrent modification. Please try again later.");
    }

    static BadRequestException badRequest(String message) {
        return BadRequestException.builder().statusCode(400)
                .awsErrorDetails(details("BadRequestException", message)).build();
    }

    static TooManyRequestsException tooManyRequests() {
        return TooManyRequestsException.builder().statusCode(429)
                .awsErrorDetails(details("TooManyRequestsException", "Too Many Requests")).build();
    }

    static LimitExceededException limitExceeded() {
        return LimitExceededException.builder().statusCode(429)
                .awsErrorDetails(details("LimitExceededException", "Maximum number of APIs reached")).build();
    }

    static ApiGatewayException other(int status, String code, String message) {
        return (ApiGatewayException) ApiGatewayException.builder().statusCode(status)
                .awsErrorDetails(details(code, message)).build();
    }

    static SdkClientException noAnswer() {
        return SdkClientException.create("Unable to execute HTTP request: Connection reset",
                new java.net.SocketException("Connection reset"));
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder().serviceName("ApiGateway").errorCode(code).errorMessage(message).build();
    }
}
