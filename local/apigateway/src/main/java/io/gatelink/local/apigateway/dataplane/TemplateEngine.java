package io.gatelink.local.apigateway.dataplane;

import java.io.Reader;
import java.util.Set;
import org.apache.velocity.Template;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.ASTAddNode;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.apache.velocity.runtime.parser.node.StandardParserTreeConstants;
import org.apache.velocity.runtime.resource.loader.StringResourceLoader;
import org.apache.velocity.util.introspection.Uberspect;

/**
 * Velocity, closed in: it loads nothing, it calls only what {@link TemplateUberspect} allows, and what a template makes
 * stays within {@link TemplateLimits}. Its syntax is that of Velocity 1.7.
 */
final class TemplateEngine extends RuntimeInstance {

    private static final Set<String> UNSUPPORTED = Set.of("define", "evaluate", "include", "macro", "parse");

    private final TemplateUberspect uberspect = new TemplateUberspect();

    TemplateEngine() {
        setProperty(RuntimeConstants.RESOURCE_LOADERS, "string");
        setProperty("resource.loader.string.class", StringResourceLoader.class.getName());
        setProperty(RuntimeConstants.MAX_NUMBER_LOOPS, TemplateLimits.MOST_ITERATIONS);
        setProperty(RuntimeConstants.RUNTIME_LOG_REFERENCE_LOG_INVALID, false);
        setProperty(RuntimeConstants.SPACE_GOBBLING, "bc");
        setProperty(RuntimeConstants.CHECK_EMPTY_OBJECTS, false);
        setProperty(RuntimeConstants.PARSER_HYPHEN_ALLOWED, true);
        init();
        uberspect.setRuntimeServices(this);
        uberspect.init();
    }

    /** AWS may know the directive; the local AWS does not. */
    static final class UnsupportedDirectiveException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnsupportedDirectiveException(String what) {
            super("The local AWS does not support " + what + " in a mapping template");
        }
    }

    /** @throws UnsupportedDirectiveException if the template uses a directive that is not there */
    SimpleNode parseWhole(Reader text, Template template) throws ParseException {
        SimpleNode tree = super.parse(text, template);
        check(tree, false);
        return tree;
    }

    /** Velocity calls this for each string in double quotes. */
    @Override
    public SimpleNode parse(Reader text, Template template) throws ParseException {
        SimpleNode tree = super.parse(text, template);
        check(tree, true);
        return tree;
    }

    @Override
    public Uberspect getUberspect() {
        return uberspect;
    }

    /** Refuses what is not supported, and puts nodes with limits in the place of those without. */
    private static void check(Node node, boolean inString) {
        if (node instanceof ASTDirective directive) {
            String name = directive.getDirectiveName();
            if (UNSUPPORTED.contains(name)) {
                throw new UnsupportedDirectiveException("#" + name);
            }
            if (inString && name.equals("foreach")) {
                throw new UnsupportedDirectiveException("#foreach within a string");
            }
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            Node child = node.jjtGetChild(i);
            check(child, inString);
            if (child instanceof ASTIntegerRange) {
                node.jjtAddChild(replaced(child, new LimitedRange((SimpleNode) child)), i);
            } else if (child instanceof ASTAddNode) {
                node.jjtAddChild(replaced(child, new LimitedSum((SimpleNode) child)), i);
            }
        }
    }

    private static Node replaced(Node old, SimpleNode replacement) {
        for (int i = 0; i < old.jjtGetNumChildren(); i++) {
            old.jjtGetChild(i).jjtSetParent(replacement);
            replacement.jjtAddChild(old.jjtGetChild(i), i);
        }
        replacement.jjtSetParent(old.jjtGetParent());
        return replacement;
    }

    /** {@code [from..to]}, which Velocity would make a list of whatever its length. */
    private static final class LimitedRange extends ASTIntegerRange {

        LimitedRange(SimpleNode old) {
            super(StandardParserTreeConstants.JJTINTEGERRANGE);
            template = old.getTemplate();
            first = old.getFirstToken();
            last = old.getLastToken();
        }

        @Override
        public Object value(InternalContextAdapter context) {
            if (jjtGetChild(0).value(context) instanceof Number from
                    && jjtGetChild(1).value(context) instanceof Number to) {
                TemplateLimits.checkRange(from.longValue(), to.longValue());
            }
            return super.value(context);
        }
    }

    /** {@code left + right}, which puts texts together too. */
    private static final class LimitedSum extends ASTAddNode {

        LimitedSum(SimpleNode old) {
            super(StandardParserTreeConstants.JJTADDNODE);
            template = old.getTemplate();
            first = old.getFirstToken();
            last = old.getLastToken();
        }

        @Override
        protected Object handleSpecial(Object left, Object right, InternalContextAdapter context) {
            TemplateLimits.checkSize(left);
            TemplateLimits.checkSize(right);
            return TemplateLimits.checkSize(super.handleSpecial(left, right, context));
        }
    }
}
