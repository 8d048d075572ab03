package io.gatelink.local.template;

import java.util.List;

/** Values for a template's parameters that the template does not allow; all of them. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final String answer;

    InvalidParameterException(List<String> problems) {
        this(problems, String.join("; ", problems));
    }

    /** @param answer what CloudFormation answers */
    InvalidParameterException(List<String> problems, String answer) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.answer = answer;
    }

    /** What CloudFormation answers to a request with these values. */
    public String answer() {
        return answer;
    }

    /** One line each: parameter, value, remedy. */
    public List<String> problems() {
        return problems;
    }
}
