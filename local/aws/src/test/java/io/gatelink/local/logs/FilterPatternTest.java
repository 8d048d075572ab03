package io.gatelink.local.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ''                                          | anything
            ERROR                                       | an ERROR here
            ERROR "time out"                            | ERROR: a time out
            ERROR -EXITING                              | an ERROR here
            ?ERROR ?WARN                                | a WARN here
            { $.level = "WARN" }                        | {"level": "WARN"}
            { $.arn = "*:orders-*" }                    | {"arn": "arn:aws:orders-1"}
            { $.level = WARN }                          | {"level": "WARN"}
            { $.level != "INFO" }                       | {"level": "WARN"}
            { $.lagSeconds >= 0 }                       | {"lagSeconds": 0}
            { $.a.b[1] = 2.0 }                          | {"a": {"b": [1, 2]}}
            { $.a < 1e3 && ($.b = "x" or $.b = "y") } | {"a": 5, "b": "y"}
            { $.a IS NULL }                             | {"a": null}
            { $.a IS TRUE }                             | {"a": true}
            { $.b NOT EXISTS }                          | {"a": 1}
            """)
    void letsThrough(String pattern, String message) {
        assertThat(FilterPattern.parse(pattern.replace(" or ", " || "))).accepts(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ERROR                        | an error here
            ERROR "time out"             | ERROR: out of time
            ERROR -EXITING               | ERROR: EXITING
            ?ERROR ?WARN                 | an INFO here
            { $.level = "WARN" }         | {"level": "WARNING"}
            { $.level = "WARN" }         | no JSON: WARN
            { $.level != "INFO" }        | {"other": "WARN"}
            { $.lagSeconds >= 0 }        | {"lagSeconds": "5"}
            { $.a = 1 && $.b = 2 }       | {"a": 1, "b": 3}
            { $.a IS FALSE }             | {"a": true}
            { $.a NOT EXISTS }           | {"a": null}
            """)
    void keepsOut(String pattern, String message) {
        assertThat(FilterPattern.parse(pattern)).rejects(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            { $.a = }           | InvalidParameterException | Invalid filter pattern
            { a = 1 }           | InvalidParameterException | Invalid filter pattern
            { $.a = 1           | InvalidParameterException | Invalid filter pattern
            { $.a > "x" }       | InvalidParameterException | Invalid filter pattern
            { ($.a = 1 }        | InvalidParameterException | Invalid filter pattern
            a-b                 | InvalidParameterException | Invalid character(s) in term 'a-b'
            [a, b]              | NotImplemented            | a pattern of columns
            { $.a = %x% }       | NotImplemented            | a regular expression
            %x%                 | NotImplemented            | a regular expression
            """)
    void refuses(String pattern, String code, String words) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
