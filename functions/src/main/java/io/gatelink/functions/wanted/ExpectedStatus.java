package io.gatelink.functions.wanted;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP statuses that a smoke test accepts: codes such as {@code 401}, classes such as {@code 2xx}. */
public record ExpectedStatus(List<String> codesAndClasses) {

    private static final Pattern CODE_OR_CLASS = Pattern.compile("[1-5]([0-9]{2}|xx)");

    /**
     * What a list says, or nothing if it is malformed. Between two entries is a comma or, since the value of a load
     * balancer's tag takes none, a space.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html">Tag</a>
     */
    public static Optional<ExpectedStatus> parse(String list) {
        List<String> entries = List.of(list.split("[, ]", -1));
        return entries.stream().allMatch(entry -> CODE_OR_CLASS.matcher(entry).matches())
                ? Optional.of(new ExpectedStatus(entries))
                : Optional.empty();
    }

    /** The list as {@link #parse} takes it, with commas. */
    public String list() {
        return String.join(",", codesAndClasses);
    }

    public boolean contains(int status) {
        String code = Integer.toString(status);
        return codesAndClasses.contains(code) || codesAndClasses.contains(code.charAt(0) + "xx");
    }

    @Override
    public String toString() {
        return String.join(" or ", codesAndClasses);
    }
}
