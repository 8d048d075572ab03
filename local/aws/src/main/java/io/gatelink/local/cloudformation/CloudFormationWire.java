package io.gatelink.local.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.QueryParameters;
import io.gatelink.local.http.QueryWire;
import io.gatelink.local.template.Template;
import java.util.List;
import java.util.Optional;

/** {@link CloudFormation} on the wire: the Query protocol. */
public final class CloudFormationWire extends QueryWire {

    private static final String VERSION = "2010-05-15";
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/" + VERSION + "/";

    /** A template in the request itself. Longer ones come through S3. */
    private static final int MOST_BODY_BYTES = 51_200;

    private final CloudFormation cloudFormation;
    private final StackRequests requests;

    /** @param templates reads the object that a template's URL names */
    public CloudFormationWire(CloudFormation cloudFormation, TemplateSource templates) {
        super(cloudFormation.account(), "cloudformation", "CloudFormation", NAMESPACE, VERSION);
        this.cloudFormation = cloudFormation;
        this.requests = new StackRequests(templates);
        add("CreateChangeSet", this::createChangeSet);
        add("DescribeChangeSet", request -> {
            CloudFormation.Found found = changeSet(request);
            return StackAnswers.changeSet(found.stack(), found.changeSet());
        });
        add("ExecuteChangeSet", request -> {
            requests.requireRollback(request);
            cloudFormation.executeChangeSet(
                    request.required("ChangeSetName"),
                    request.text("StackName").orElse(null),
                    request.text("ClientRequestToken"));
            return Json.object();
        });
        add("DeleteChangeSet", request -> {
            cloudFormation.deleteChangeSet(
                    request.required("ChangeSetName"), request.text("StackName").orElse(null));
            return Json.object();
        });
        add("ListChangeSets", request -> {
            ManagedStack stack = cloudFormation.describeStack(request.required("StackName"));
            ObjectNode answer = Json.object();
            ArrayNode summaries = answer.putArray("Summaries");
            stack.changeSets().values().forEach(set -> summaries.add(StackAnswers.changeSetSummary(stack, set)));
            return answer;
        });
        add("CreateStack", request -> {
            requests.requireRollback(request);
            ManagedStack stack = cloudFormation.createStack(requests.stack(request));
            stack.setTerminationProtection(
                    request.bool("EnableTerminationProtection").orElse(false));
            return Json.object().put("StackId", stack.id());
        });
        add("UpdateStack", request -> {
            requests.requireRollback(request);
            return Json.object()
                    .put(
                            "StackId",
                            cloudFormation.updateStack(requests.stack(request)).id());
        });
        add("DeleteStack", request -> {
            cloudFormation.deleteStack(request.required("StackName"), request.text("ClientRequestToken"));
            return null;
        });
        add("UpdateTerminationProtection", request -> {
            ManagedStack stack = cloudFormation.describeStack(request.required("StackName"));
            request.required("EnableTerminationProtection");
            stack.setTerminationProtection(
                    request.bool("EnableTerminationProtection").orElse(false));
            return Json.object().put("StackId", stack.id());
        });
        add("DescribeStacks", this::describeStacks);
        add("ListStacks", this::listStacks);
        add("DescribeStackEvents", request -> {
            ManagedStack stack = cloudFormation.stackWithEvents(request.required("StackName"));
            ObjectNode answer = Json.object();
            ArrayNode events = answer.putArray("StackEvents");
            stack.events().forEach(event -> events.add(StackAnswers.event(stack, event)));
            return answer;
        });
        add("DescribeStackResource", this::describeStackResource);
        add("DescribeStackResources", this::describeStackResources);
        add("ListStackResources", request -> {
            ObjectNode answer = Json.object();
            ArrayNode summaries = answer.putArray("StackResourceSummaries");
            cloudFormation
                    .describeStack(request.required("StackName"))
                    .resources()
                    .forEach(resource -> summaries.add(StackAnswers.resource(resource, "LastUpdatedTimestamp")));
            return answer;
        });
        add("ListExports", request -> {
            ObjectNode answer = Json.object();
            ArrayNode exports = answer.putArray("Exports");
            cloudFormation.describeStacks().forEach(stack -> stack.outputs()
                    .forEach(output -> output.exportName().ifPresent(name -> exports.addObject()
                            .put("ExportingStackId", stack.id())
                            .put("Name", name)
                            .put("Value", output.value()))));
            return answer;
        });
        add("GetTemplate", this::getTemplate);
        add("GetTemplateSummary", request -> {
            if (request.has("StackName") && (request.has("TemplateBody") || request.has("TemplateURL"))) {
                throw CloudFormationErrors.validation(
                        "Only one of StackName, TemplateBody and TemplateURL can be specified.");
            }
            return StackAnswers.templateSummary(template(request));
        });
        add("ValidateTemplate", request -> {
            Template template = template(request);
            Planner.check(template);
            return StackAnswers.validation(template);
        });
    }

    @Override
    protected void check(String operation, QueryParameters request) {
        KnownFields.check(operation, request);
        FieldBounds.check(operation, request);
    }

    private ObjectNode createChangeSet(QueryParameters request) {
        String type = request.text("ChangeSetType").orElse("UPDATE");
        if (!type.equals("CREATE") && !type.equals("UPDATE")) {
            throw CloudFormationErrors.validation(
                    "The local AWS supports change sets of the type CREATE and UPDATE, " + "not " + type);
        }
        requests.requireRollback(request);
        StackRequest stack = requests.stack(request);
        ChangeSet set = cloudFormation.createChangeSet(
                stack, request.required("ChangeSetName"), type.equals("CREATE"), request.text("Description"));
        return Json.object()
                .put("Id", set.id())
                .put("StackId", cloudFormation.describeStack(stack.stackName()).id());
    }

    private CloudFormation.Found changeSet(QueryParameters request) {
        return cloudFormation.describeChangeSet(
                request.required("ChangeSetName"), request.text("StackName").orElse(null));
    }

    private ObjectNode describeStacks(QueryParameters request) {
        ObjectNode answer = Json.object();
        ArrayNode stacks = answer.putArray("Stacks");
        request.text("StackName")
                .map(name -> List.of(cloudFormation.describeStack(name)))
                .orElseGet(cloudFormation::describeStacks)
                .forEach(stack -> stacks.add(StackAnswers.stack(stack)));
        return answer;
    }

    private ObjectNode listStacks(QueryParameters request) {
        List<String> statuses = request.texts("StackStatusFilter");
        ObjectNode answer = Json.object();
        ArrayNode summaries = answer.putArray("StackSummaries");
        cloudFormation.listStacks().stream()
                .filter(stack -> statuses.isEmpty() || statuses.contains(stack.status()))
                .forEach(stack -> summaries.add(StackAnswers.summary(stack)));
        return answer;
    }

    private ObjectNode describeStackResource(QueryParameters request) {
        ManagedStack stack = cloudFormation.describeStack(request.required("StackName"));
        String id = request.required("LogicalResourceId");
        StackResource found = stack.resources().stream()
                .filter(resource -> resource.resource().logicalId().equals(id))
                .findFirst()
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Resource " + id + " does not exist for stack " + stack.name()));
        ObjectNode answer = Json.object();
        answer.set("StackResourceDetail", withStack(StackAnswers.resource(found, "LastUpdatedTimestamp"), stack));
        return answer;
    }

    private ObjectNode describeStackResources(QueryParameters request) {
        Optional<String> physicalId = request.text("PhysicalResourceId");
        if (physicalId.isPresent() && request.has("StackName")) {
            throw CloudFormationErrors.validation(
                    "StackName and PhysicalResourceId must not both be specified in the same request.");
        }
        ManagedStack stack = physicalId
                .map(id -> cloudFormation.describeStacks().stream()
                        .filter(each -> each.resources().stream()
                                .anyMatch(resource ->
                                        resource.resource().physicalId().equals(id)))
                        .findFirst()
                        .orElseThrow(() -> CloudFormationErrors.validation("Stack for " + id + " does not exist")))
                .orElseGet(() -> cloudFormation.describeStack(request.required("StackName")));
        ObjectNode answer = Json.object();
        ArrayNode resources = answer.putArray("StackResources");
        Optional<String> logicalId = request.text("LogicalResourceId");
        stack.resources().stream()
                .filter(resource -> logicalId
                        .map(id -> resource.resource().logicalId().equals(id))
                        .orElse(true))
                .forEach(resource -> resources.add(withStack(StackAnswers.resource(resource, "Timestamp"), stack)));
        return answer;
    }

    private static ObjectNode withStack(ObjectNode resource, ManagedStack stack) {
        return resource.put("StackName", stack.name()).put("StackId", stack.id());
    }

    private ObjectNode getTemplate(QueryParameters request) {
        if (!request.text("TemplateStage").orElse("Original").equals("Original")) {
            throw CloudFormationErrors.validation("The local AWS has the TemplateStage Original only");
        }
        Template template = request.has("ChangeSetName")
                ? changeSet(request).changeSet().plan().template()
                : stackTemplate(request.required("StackName"));
        ObjectNode answer = Json.object().put("TemplateBody", template.body());
        answer.putArray("StagesAvailable").add("Original");
        return answer;
    }

    private Template stackTemplate(String stackName) {
        return cloudFormation
                .describeStack(stackName)
                .template()
                .orElseThrow(() -> CloudFormationErrors.noStack(stackName));
    }

    private Template template(QueryParameters request) {
        return requests.template(request)
                .map(Planner::parse)
                .orElseGet(() -> stackTemplate(request.required("StackName")));
    }

    /** A template may come in the request itself, percent-encoded. */
    @Override
    public int maxBodyBytes() {
        return 4 * MOST_BODY_BYTES + (1 << 20);
    }
}
