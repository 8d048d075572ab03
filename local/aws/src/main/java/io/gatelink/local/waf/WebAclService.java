package io.gatelink.local.waf;

import io.gatelink.local.core.Account;
import io.gatelink.local.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS WAF's web ACLs, as far as they are before stages of APIs. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/APIReference/Welcome.html">AWS WAF API reference</a>
 */
public final class WebAclService {

    private static final Pattern STAGE = Pattern.compile(
            "arn:(?<partition>[^:]+):apigateway:(?<region>[^:]+)::/restapis/(?<api>[^/]+)/stages/(?<stage>[A-Za-z0-9_-]+)");

    private final Account account;
    private final ProtectedStages stages;
    private final Supplier<Duration> creationLag;
    private final Map<String, WebAcl> webAcls = new LinkedHashMap<>();

    /** @param creationLag how long a new web ACL cannot be associated; asked at each creation */
    public WebAclService(Account account, ProtectedStages stages, Supplier<Duration> creationLag) {
        this.account = account;
        this.stages = stages;
        this.creationLag = creationLag;
    }

    WebAcl createWebAcl(String name, String description, WebAcl.Content content) {
        if (webAcls.values().stream().anyMatch(webAcl -> webAcl.name().equals(name))) {
            throw WafErrors.duplicateItem();
        }
        String id = account.newUuid().toString();
        return put(new WebAcl(
                name,
                id,
                account.arn("wafv2", "regional/webacl/" + name + "/" + id),
                description,
                content,
                account.newUuid().toString(),
                account.loop().instant().plus(creationLag.get())));
    }

    WebAcl getWebAcl(String name, String id) {
        return webAcls.values().stream()
                .filter(webAcl -> webAcl.id().equals(id) && webAcl.name().equals(name))
                .findFirst()
                .orElseThrow(WafErrors::nonexistentItem);
    }

    WebAcl getWebAcl(String arn) {
        return Optional.ofNullable(webAcls.get(arn)).orElseThrow(WafErrors::nonexistentItem);
    }

    List<WebAcl> listWebAcls() {
        return List.copyOf(webAcls.values());
    }

    WebAcl updateWebAcl(String name, String id, String lockToken, String description, WebAcl.Content content) {
        WebAcl before = unlocked(name, id, lockToken);
        return put(new WebAcl(
                name, id, before.arn(), description, content, account.newUuid().toString(), before.visibleFrom()));
    }

    void deleteWebAcl(String name, String id, String lockToken) {
        WebAcl webAcl = unlocked(name, id, lockToken);
        if (!stages.stagesOf(webAcl.arn()).isEmpty()) {
            throw WafErrors.associatedItem();
        }
        webAcls.remove(webAcl.arn());
    }

    void associateWebAcl(String webAclArn, String resourceArn) {
        Matcher stage = stage(resourceArn);
        WebAcl webAcl =
                Optional.ofNullable(webAcls.get(webAclArn)).orElseThrow(() -> WafErrors.nonexistentWebAcl(webAclArn));
        requireStage(stage);
        if (account.loop().instant().isBefore(webAcl.visibleFrom())) {
            throw WafErrors.unavailableEntity();
        }
        stages.associate(stage.group("api"), stage.group("stage"), webAclArn);
    }

    void disassociateWebAcl(String resourceArn) {
        Matcher stage = stage(resourceArn);
        requireStage(stage);
        stages.associate(stage.group("api"), stage.group("stage"), null);
    }

    /** The web ACL of a stage. */
    Optional<WebAcl> getWebAclForResource(String resourceArn) {
        Matcher stage = stage(resourceArn);
        requireStage(stage);
        return stages.webAclOf(stage.group("api"), stage.group("stage")).map(this::getWebAcl);
    }

    /** The ARN of a stage's web ACL; empty for what is no stage, or has none. */
    public Optional<String> webAclOf(String resourceArn) {
        Matcher stage = STAGE.matcher(resourceArn);
        return stage.matches() ? stages.webAclOf(stage.group("api"), stage.group("stage")) : Optional.empty();
    }

    /** The ARNs of the stages that a web ACL is before. */
    List<String> listResourcesForWebAcl(String webAclArn) {
        getWebAcl(webAclArn);
        return stages.stagesOf(webAclArn).stream()
                .map(stage -> "arn:" + account.partition() + ":apigateway:" + account.region() + "::/restapis/"
                        + stage.replace("/", "/stages/"))
                .toList();
    }

    /**
     * Whether a web ACL blocks a request.
     *
     * @param path percent-encoding untouched
     */
    public boolean blocks(String webAclArn, String path, Request request) {
        return getWebAcl(webAclArn).blocks(new WebRequest(request.method(), path, request.query(), request.headers()));
    }

    private WebAcl put(WebAcl webAcl) {
        webAcls.put(webAcl.arn(), webAcl);
        return webAcl;
    }

    private WebAcl unlocked(String name, String id, String lockToken) {
        WebAcl webAcl = getWebAcl(name, id);
        if (!webAcl.lockToken().equals(lockToken)) {
            throw WafErrors.optimisticLock();
        }
        return webAcl;
    }

    private Matcher stage(String arn) {
        Matcher stage = STAGE.matcher(arn);
        if (!stage.matches()
                || !stage.group("partition").equals(account.partition())
                || !stage.group("region").equals(account.region())) {
            throw WafErrors.invalidParameter(
                    "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "
                            + "colons or slashes.",
                    "RESOURCE_ARN",
                    arn);
        }
        return stage;
    }

    private void requireStage(Matcher stage) {
        switch (stages.presence(stage.group("api"), stage.group("stage"))) {
            case THERE -> {}
            case NOT_YET_SEEN -> throw WafErrors.unavailableEntity();
            case MISSING -> throw WafErrors.nonexistentItem();
        }
    }
}
