package io.gatelink.local.waf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.JsonMembers;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import java.util.List;

/** {@link WebAclService} on the wire: AWS JSON 1.1. */
public final class WafWire extends JsonWire<JsonMembers> {

    private static final String SERVICE = "wafv2";
    private static final TargetHeader TARGET = new TargetHeader(SERVICE, "AWSWAF_20190729.");
    private static final String VALIDATION = "ValidationException";
    private static final String NAME = "^[\\w\\-]+$";
    private static final String ID = "^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$";
    private static final String DESCRIPTION = "^[\\w+=:#@/\\-,\\.][\\w+=:#@/\\-,\\.\\s]+[\\w+=:#@/\\-,\\.]$";
    private static final String ARN = ".*\\S.*";
    private static final int MOST_OF_A_PAGE = 100;
    private static final List<String> RESOURCE_TYPES = List.of(
            "APPLICATION_LOAD_BALANCER",
            "API_GATEWAY",
            "APPSYNC",
            "COGNITO_USER_POOL",
            "APP_RUNNER_SERVICE",
            "VERIFIED_ACCESS_INSTANCE",
            "AMPLIFY");

    private final Account account;
    private final WebAclService waf;

    public WafWire(Account account, WebAclService waf) {
        super(Protocol.JSON_1_1, SERVICE, TARGET, (operation, json) -> JsonMembers.of(SERVICE, operation, json));
        this.account = account;
        this.waf = waf;
        add("CreateWebACL", this::createWebAcl);
        add("GetWebACL", this::getWebAcl);
        add("ListWebACLs", this::listWebAcls);
        add("UpdateWebACL", this::updateWebAcl);
        add("DeleteWebACL", this::deleteWebAcl);
        add("AssociateWebACL", this::associateWebAcl);
        add("DisassociateWebACL", this::disassociateWebAcl);
        add("GetWebACLForResource", this::getWebAclForResource);
        add("ListResourcesForWebACL", this::listResourcesForWebAcl);
    }

    private ObjectNode createWebAcl(JsonMembers members) {
        members.only("Name", "Scope", "DefaultAction", "Description", "Rules", "VisibilityConfig");
        checkScope(members);
        String name = members.required("Name", 1, 128, NAME);
        String description = description(members);
        WebAcl.Content content = content(members);
        return Json.object().set("Summary", WafAnswers.summary(waf.createWebAcl(name, description, content)));
    }

    private ObjectNode getWebAcl(JsonMembers members) {
        members.only("Name", "Scope", "Id", "ARN");
        String arn = members.text("ARN", 20, 2048, ARN);
        WebAcl webAcl;
        if (arn == null) {
            checkScope(members);
            String name = members.required("Name", 1, 128, NAME);
            String id = members.required("Id", 1, 36, ID);
            members.requireValid(VALIDATION);
            webAcl = waf.getWebAcl(name, id);
        } else {
            members.requireValid(VALIDATION);
            webAcl = waf.getWebAcl(arn);
        }
        ObjectNode answer = Json.object();
        answer.set("WebACL", WafAnswers.shown(webAcl, account.id()));
        return answer.put("LockToken", webAcl.lockToken());
    }

    private ObjectNode listWebAcls(JsonMembers members) {
        members.only("Scope", "NextMarker", "Limit");
        checkScope(members);
        String marker = members.text("NextMarker", 1, 256, ARN);
        Integer limit = members.whole("Limit", 1, MOST_OF_A_PAGE);
        members.requireValid(VALIDATION);
        List<WebAcl> all = waf.listWebAcls();
        int from =
                marker == null ? 0 : 1 + all.stream().map(WebAcl::name).toList().indexOf(marker);
        if (marker != null && from == 0) {
            throw WafErrors.invalidParameter("The marker is not valid.", "NEXT_MARKER", marker);
        }
        Page<WebAcl> page = Page.of(all, from, limit == null ? MOST_OF_A_PAGE : limit, next -> all.get(next - 1)
                .name());
        ObjectNode answer = Json.object();
        var summaries = answer.putArray("WebACLs");
        page.items().forEach(webAcl -> summaries.add(WafAnswers.summary(webAcl)));
        page.nextToken().ifPresent(token -> answer.put("NextMarker", token));
        return answer;
    }

    private ObjectNode updateWebAcl(JsonMembers members) {
        members.only("Name", "Scope", "Id", "DefaultAction", "Description", "Rules", "VisibilityConfig", "LockToken");
        checkScope(members);
        String name = members.required("Name", 1, 128, NAME);
        String id = members.required("Id", 1, 36, ID);
        String lockToken = members.required("LockToken", 1, 36, ID);
        String description = description(members);
        WebAcl.Content content = content(members);
        return Json.object()
                .put(
                        "NextLockToken",
                        waf.updateWebAcl(name, id, lockToken, description, content)
                                .lockToken());
    }

    private ObjectNode deleteWebAcl(JsonMembers members) {
        members.only("Name", "Scope", "Id", "LockToken");
        checkScope(members);
        String name = members.required("Name", 1, 128, NAME);
        String id = members.required("Id", 1, 36, ID);
        String lockToken = members.required("LockToken", 1, 36, ID);
        members.requireValid(VALIDATION);
        waf.deleteWebAcl(name, id, lockToken);
        return Json.object();
    }

    private ObjectNode associateWebAcl(JsonMembers members) {
        members.only("WebACLArn", "ResourceArn");
        String webAcl = members.required("WebACLArn", 20, 2048, ARN);
        String resource = members.required("ResourceArn", 20, 2048, ARN);
        members.requireValid(VALIDATION);
        waf.associateWebAcl(webAcl, resource);
        return Json.object();
    }

    private ObjectNode disassociateWebAcl(JsonMembers members) {
        String resource = members.only("ResourceArn").required("ResourceArn", 20, 2048, ARN);
        members.requireValid(VALIDATION);
        waf.disassociateWebAcl(resource);
        return Json.object();
    }

    private ObjectNode getWebAclForResource(JsonMembers members) {
        String resource = members.only("ResourceArn").required("ResourceArn", 20, 2048, ARN);
        members.requireValid(VALIDATION);
        ObjectNode answer = Json.object();
        waf.getWebAclForResource(resource)
                .ifPresent(webAcl -> answer.set("WebACL", WafAnswers.shown(webAcl, account.id())));
        return answer;
    }

    private ObjectNode listResourcesForWebAcl(JsonMembers members) {
        members.only("WebACLArn", "ResourceType");
        String webAcl = members.required("WebACLArn", 20, 2048, ARN);
        String type = members.oneOf("ResourceType", RESOURCE_TYPES);
        members.requireValid(VALIDATION);
        List<String> all = waf.listResourcesForWebAcl(webAcl);
        ObjectNode answer = Json.object();
        var arns = answer.putArray("ResourceArns");
        // Without a type, AWS lists load balancers, of which there are none here.
        if ("API_GATEWAY".equals(type)) {
            all.forEach(arns::add);
        }
        return answer;
    }

    private static String description(JsonMembers members) {
        return members.text("Description", 1, 256, DESCRIPTION);
    }

    private static WebAcl.Content content(JsonMembers members) {
        members.require("DefaultAction").require("VisibilityConfig").requireValid(VALIDATION);
        WebAcl.Content content = RuleReader.content(members);
        members.requireValid(VALIDATION);
        return content;
    }

    /** That of CloudFront is valid in one Region alone, and there is no CloudFront here. */
    private void checkScope(JsonMembers members) {
        String scope = members.require("Scope").oneOf("Scope", List.of("CLOUDFRONT", "REGIONAL"));
        if ("CLOUDFRONT".equals(scope)) {
            throw account.region().equals("us-east-1")
                    ? members.notImplemented("Scope CLOUDFRONT")
                    : WafErrors.invalidParameter("The scope is not valid.", "SCOPE_VALUE", scope);
        }
    }
}
