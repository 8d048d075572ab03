package io.gatelink.local.dynamodb;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.core.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A local AWS with two tables: {@code orders}, and {@code lines}, which has a sort key. */
final class Tables implements AutoCloseable {

    static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Delete
                UpdateReplacePolicy: Delete
                Properties:
                  TableName: orders
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  DeletionProtectionEnabled: true
              Lines:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: lines
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}, {AttributeName: line, AttributeType: N}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}, {AttributeName: line, KeyType: RANGE}]
            """;

    final LocalAws aws;
    final DynamoDbClient client;

    Tables(Path folder) {
        this(folder, configuration -> configuration);
    }

    Tables(Path folder, UnaryOperator<Configuration> changes) {
        try {
            Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
            aws = LocalAws.start(changes.apply(Configuration.simulation(folder, 1)), Observer.NONE);
            client = client(aws, aws.transport());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that does not retry. */
    static DynamoDbClient client(LocalAws aws, SdkHttpClient transport) {
        return DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(aws.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(transport)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** What is answered to a request's bytes, after its checksum has been compared. */
    String answer(String operation, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try {
            var answer = aws.transport()
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(SdkHttpRequest.builder()
                                    .method(SdkHttpMethod.POST)
                                    .uri(URI.create(aws.endpoint()))
                                    .encodedPath("/")
                                    .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
                                    .putHeader(
                                            "Authorization",
                                            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/"
                                                    + "aws4_request, SignedHeaders=host, Signature=0")
                                    .build())
                            .contentStreamProvider(() -> new ByteArrayInputStream(body))
                            .build())
                    .call();
            byte[] bytes = answer.responseBody().orElseThrow().readAllBytes();
            var crc = new CRC32();
            crc.update(bytes);
            if (!answer.httpResponse()
                    .firstMatchingHeader("x-amz-crc32")
                    .orElse("")
                    .equals(Long.toString(crc.getValue()))) {
                throw new AssertionError(
                        "The checksum is wrong: " + answer.httpResponse().headers());
            }
            return answer.httpResponse().statusCode() + " " + new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The error that a request is answered with, as {@code <type>: <message>}. */
    String error(String operation, String json) {
        String answer = answer(operation, json);
        var body = Json.parse(answer.substring(4));
        return body.path("__type").asText().replaceFirst(".*#", "") + ": "
                + body.path("message").asText(body.path("Message").asText());
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(String number) {
        return AttributeValue.fromN(number);
    }

    @Override
    public void close() {
        client.close();
        aws.close();
    }
}
