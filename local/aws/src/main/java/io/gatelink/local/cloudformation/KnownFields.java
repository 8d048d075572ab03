package io.gatelink.local.cloudformation;

import io.gatelink.local.http.QueryParameters;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields of requests that are honoured. All others are refused by name. */
final class KnownFields {

    private static final Set<String> OF_TEMPLATES = Set.of("StackName", "TemplateBody", "TemplateURL");
    private static final Set<String> OF_STACKS = Set.of(
            "Capabilities",
            "ClientRequestToken",
            "Parameters.ParameterKey",
            "Parameters.ParameterValue",
            "Parameters.UsePreviousValue",
            "StackName",
            "Tags.Key",
            "Tags.Value",
            "TemplateBody",
            "TemplateURL");

    /** Besides those of {@link #OF_STACKS}. */
    private static final Map<String, Set<String>> MORE_OF_STACKS = Map.of(
            "CreateChangeSet",
                    Set.of(
                            "ChangeSetName",
                            "ChangeSetType",
                            "ClientToken",
                            "Description",
                            "ImportExistingResources",
                            "IncludeNestedStacks",
                            "OnStackFailure",
                            "UsePreviousTemplate"),
            // Nothing takes time here: a time-out is never over.
            "CreateStack", Set.of("DisableRollback", "EnableTerminationProtection", "OnFailure", "TimeoutInMinutes"),
            "UpdateStack", Set.of("DisableRollback", "UsePreviousTemplate"));

    private static final Map<String, Set<String>> OF_OTHERS = Map.ofEntries(
            Map.entry("DeleteChangeSet", Set.of("ChangeSetName", "StackName")),
            Map.entry("DeleteStack", Set.of("ClientRequestToken", "StackName")),
            Map.entry("DescribeChangeSet", Set.of("ChangeSetName", "IncludePropertyValues", "StackName")),
            Map.entry("DescribeStackEvents", Set.of("StackName")),
            Map.entry("DescribeStackResource", Set.of("LogicalResourceId", "StackName")),
            Map.entry("DescribeStackResources", Set.of("LogicalResourceId", "PhysicalResourceId", "StackName")),
            Map.entry("DescribeStacks", Set.of("StackName")),
            Map.entry(
                    "ExecuteChangeSet", Set.of("ChangeSetName", "ClientRequestToken", "DisableRollback", "StackName")),
            Map.entry("GetTemplate", Set.of("ChangeSetName", "StackName", "TemplateStage")),
            Map.entry("GetTemplateSummary", OF_TEMPLATES),
            Map.entry("ListChangeSets", Set.of("StackName")),
            Map.entry("ListExports", Set.of()),
            Map.entry("ListStackResources", Set.of("StackName")),
            Map.entry("ListStacks", Set.of("StackStatusFilter")),
            Map.entry("UpdateTerminationProtection", Set.of("EnableTerminationProtection", "StackName")),
            Map.entry("ValidateTemplate", OF_TEMPLATES));

    /** The only value that they may have here. */
    private static final Map<String, String> FIXED = Map.of(
            "ImportExistingResources", "false",
            "IncludeNestedStacks", "false",
            "IncludePropertyValues", "false");

    private KnownFields() {}

    /** @throws io.gatelink.local.core.AwsException ValidationError */
    static void check(String operation, QueryParameters request) {
        var unknown = new TreeSet<>(request.paths());
        unknown.removeAll(OF_OTHERS.getOrDefault(operation, OF_STACKS));
        unknown.removeAll(MORE_OF_STACKS.getOrDefault(operation, Set.of()));
        if (!unknown.isEmpty()) {
            throw CloudFormationErrors.validation("The local AWS does not support " + String.join(", ", unknown)
                    + " of CloudFormation " + operation + ".");
        }
        FIXED.forEach((field, value) -> {
            if (!request.text(field).orElse(value).equals(value)) {
                throw CloudFormationErrors.validation("The local AWS supports " + field + " " + value + " only.");
            }
        });
    }
}
