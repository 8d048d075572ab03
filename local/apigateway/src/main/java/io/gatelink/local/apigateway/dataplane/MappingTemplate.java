package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping template, as far as the local AWS takes them: fixed text in which {@code $input.body} and
 * {@code $input.json('$')} stand for the body. Everything else of the Velocity language is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html">Mapping templates</a>
 */
public final class MappingTemplate {

    private static final String WHOLE_BODY = "input\\.(?:body|json\\((?:'\\$'|\"\\$\")\\))";
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{" + WHOLE_BODY + "}|" + WHOLE_BODY + "(?![A-Za-z0-9_(]|\\.[A-Za-z]))");

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final List<Piece> pieces;

    private MappingTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** A stretch of the template. */
    private record Piece(Kind kind, String text) {

        enum Kind { TEXT, BODY, JSON }
    }

    /** @throws IllegalArgumentException if the template uses more than is supported; the message says what */
    public static MappingTemplate parse(String template) {
        var pieces = new ArrayList<Piece>();
        Matcher reference = REFERENCE.matcher(template);
        int end = 0;
        while (reference.find()) {
            addText(pieces, template.substring(end, reference.start()));
            pieces.add(new Piece(reference.group().contains("json") ? Piece.Kind.JSON : Piece.Kind.BODY, ""));
            end = reference.end();
        }
        addText(pieces, template.substring(end));
        return new MappingTemplate(pieces);
    }

    /** @throws Json.InvalidJsonException if the template wants the body to be JSON, and it is not */
    byte[] apply(byte[] body) {
        var result = new ByteArrayOutputStream(body.length + 64);
        for (Piece piece : pieces) {
            result.writeBytes(switch (piece.kind()) {
                case TEXT -> piece.text().getBytes(StandardCharsets.UTF_8);
                case BODY -> body;
                case JSON -> body.length == 0 ? EMPTY_OBJECT : Json.bytes(Json.parse(body));
            });
        }
        return result.toByteArray();
    }

    private static void addText(List<Piece> pieces, String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean velocity = text.charAt(i) == '$' && i + 1 < text.length()
                    && (Character.isLetter(text.charAt(i + 1)) || text.charAt(i + 1) == '{' || text.charAt(i + 1) == '!')
                    || text.charAt(i) == '#' && i + 1 < text.length()
                    && (Character.isLetter(text.charAt(i + 1)) || "#*{@[".indexOf(text.charAt(i + 1)) >= 0);
            if (velocity) {
                String found = text.substring(i, Math.min(text.length(), i + 30)).replaceAll("\\p{Cntrl}", " ");
                throw new IllegalArgumentException("The local AWS does not support \"" + found
                        + "\" in a mapping template: only fixed text, $input.body and $input.json('$')");
            }
        }
        if (!text.isEmpty()) {
            pieces.add(new Piece(Piece.Kind.TEXT, text));
        }
    }
}
