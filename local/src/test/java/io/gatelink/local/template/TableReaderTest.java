package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.template.Stack.KeyAttribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReaderTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Registry:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                UpdateReplacePolicy: Retain
                Properties:
                  TableName: !Sub "${AWS::StackName}-registry"
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - AttributeName: id
                      AttributeType: S
                  KeySchema:
                    - AttributeName: id
                      KeyType: HASH
                  SSESpecification:
                    SSEEnabled: true
                    KMSMasterKeyId: alias/mine
                  PointInTimeRecoverySpecification:
                    PointInTimeRecoveryEnabled: true
                  DeletionProtectionEnabled: true
                  Tags: [{Key: a, Value: b}]
            Outputs:
              Name: {Value: !Ref Registry}
              Arn: {Value: !GetAtt Registry.Arn}
            """;

    @TempDir
    private Path folder;

    @Test
    void aTableIsReadWithItsKeys() throws IOException {
        Stack stack = read(TEMPLATE);

        assertThat(stack.tables()).singleElement().satisfies(table -> {
            assertThat(table.logicalId()).isEqualTo("Registry");
            assertThat(table.keySchema()).containsExactly(new KeyAttribute("id", "S"));
            assertThat(table.key()).contains("alias/mine");
            assertThat(table.deletionProtection()).isTrue();
        });
        assertThat(stack.outputs()).isEqualTo(Map.of("Name", "mine-registry",
                "Arn", "arn:aws:dynamodb:eu-west-1:123456789012:table/mine-registry"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PAY_PER_REQUEST | PROVISIONED | BillingMode: must be PAY_PER_REQUEST: the local AWS has no provisioned capacity
            AttributeType: S | AttributeType: SS | AttributeDefinitions.0.AttributeType: must be S, N or B
            KeyType: HASH | KeyType: RANGE | KeySchema.0.KeyType: must be HASH
            - AttributeName: id | - AttributeName: key | KeySchema.0.AttributeName: id is not among the AttributeDefinitions
            SSEEnabled: true | SSEEnabled: false | SSESpecification.KMSMasterKeyId: has no effect unless SSEEnabled is true
            Tags: | TimeToLiveSpecification: | TimeToLiveSpecification: not supported by the local AWS.
            -registry" | -registry!" | TableName: must have 3 to 255 letters, digits, underscores, hyphens and dots
            """)
    void whatTheLocalAwsDoesNotHaveIsRefused(String right, String wrong, String problem) {
        int at = TEMPLATE.indexOf(right);
        String template = TEMPLATE.substring(0, at) + wrong + TEMPLATE.substring(at + right.length());

        assertThatThrownBy(() -> read(template)).isInstanceOf(InvalidTemplateException.class)
                .hasMessageContaining("Resources.Registry.Properties." + problem);
    }

    private Stack read(String template) throws IOException {
        return TemplateReader.read(Files.writeString(folder.resolve("template.yaml"), template), Map.of(),
                new Deployment("aws", "123456789012", "eu-west-1", "mine"));
    }
}
