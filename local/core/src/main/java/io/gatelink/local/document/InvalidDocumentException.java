package io.gatelink.local.document;

import java.util.List;

/** A template or policy that the local AWS cannot use, with everything that is wrong with it. */
public final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidDocumentException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: line, place, what is wrong, what would be right. */
    public List<String> problems() {
        return problems;
    }
}
