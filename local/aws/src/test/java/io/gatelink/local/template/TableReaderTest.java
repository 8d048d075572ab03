package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.template.Stack.KeyAttribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TableReaderTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Registry:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Delete
                UpdateReplacePolicy: Delete
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
        assertThat(stack.outputs())
                .isEqualTo(Map.of(
                        "Name", "mine-registry", "Arn", "arn:aws:dynamodb:eu-west-1:123456789012:table/mine-registry"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "whatTheLocalAwsDoesNotHaveIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void whatTheLocalAwsDoesNotHaveIsRefused(String right, String wrong, String problem) {
        int at = TEMPLATE.indexOf(right);
        String template = TEMPLATE.substring(0, at) + wrong + TEMPLATE.substring(at + right.length());

        assertThatThrownBy(() -> read(template))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("Resources.Registry.Properties." + problem);
    }

    private Stack read(String template) throws IOException {
        return TemplateReader.read(
                Files.writeString(folder.resolve("template.yaml"), template),
                Map.of(),
                new PseudoParameters("aws", "123456789012", "eu-west-1", "mine"));
    }
}
