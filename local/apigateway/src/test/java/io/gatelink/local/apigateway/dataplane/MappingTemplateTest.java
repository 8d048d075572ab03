package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTemplateTest {

    private static final String BODY =
            "{\"b\": 2, \"list\": [{\"n\": \"x\"}, {\"n\": \"y\"}], \"text\": \"it's\", \"no\": null}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            costs 5$ #1 #fff $USD                          | costs 5$ #1 #fff $USD
            ${input.body}                                  | {"b": 2, "list": [{"n": "x"}, {"n": "y"}], "text": "it's", "no": null}
            $input.json('$.list')                          | [{"n":"x"},{"n":"y"}]
            $input.json('$.text')                          | "it's"
            $input.json('$.absent')                        | ""
            $input.json('$..n')                            | ["x","y"]
            $input.path('$.list[1].n') $input.path('$').b  | y 2
            $input.path('$.list[0]')                       | {n=x}
            $input.path('$.list').size()                   | 2
            <$input.path('$.absent')$input.path('$.no')>   | <>
            $input.params('id') $input.params().querystring.id | path query
            <$input.params('absent')>$input.params('x-h')  | <>header
            $input.params().header.get('X-H')              | header
            $context.stage $context.identity.sourceIp      | test 127.0.0.1
            <$context.identity.user>                       | <>
            $stageVariables.v${stageVariables.v}           | 11
            $util.escapeJavaScript($input.path('$.text'))  | it\\'s
            $util.urlEncode('a b&') $util.urlDecode('a+b%26') | a+b%26 a b&
            $util.base64Encode('é') $util.base64Decode('w6k=') | w6k= é
            $util.parseJson('{"a":[1,2.50]}').a[1]         | 2.5
            `#set($a = $input.path('$'))$a.b#if($a.b == 2) two#else other#end` | 2 two
            `#foreach($e in $input.path('$.list'))$e.n#if($foreach.hasNext),#end#end` | x,y
            `#foreach($k in $input.path('$').keySet())$k #end.` | b list text no .
            `#set($m = {"k": "v"})$m.get("k").toUpperCase()` | V
            """)
    void aTemplateRenders(String template, String result) throws Exception {
        assertThat(render(template)).isEqualTo(result);
    }

    @Test
    void aLineOfADirectiveAloneLeavesNothing() throws Exception {
        assertThat(render("#set($i = $input.path(\"$\"))\n{\"id\": $i.b}")).isEqualTo("{\"id\": 2}");
    }

    @Test
    void aLoopEndsAfterAThousandRounds() throws Exception {
        assertThat(render("#foreach($i in [1..1500])x#end")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$input.getClass().getName()",
                "$input.class",
                "$input.body.getClass()",
                "$input.body.class.name",
                "$input.body.getClass().forName('java.lang.Runtime')",
                "$context.getClass().getClassLoader()",
                "$util.class.protectionDomain",
                "$input.body.repeat(9)",
                "$input.body.format('%99d', 1)"
            })
    void nothingLeadsOutOfATemplate(String template) throws Exception {
        assertThat(render("<" + template + ">")).isEqualTo("<>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `#set($x = [1..2000000000])` | The range [1..2000000000] is too long
            `#set($s = "0123456789")#foreach($i in [1..99])#set($s = "$s$s")#end` | The template inserts too much
            `#set($s = "0123456789")#foreach($i in [1..99])#set($s = $s + $s)#end` | A value is too large
            `#set($a = [1])#foreach($i in [1..99])#set($a = [$a, $a])#end` | A value is too large
            `#set($a = [1])#set($x = $a.add($a))` | it is nested too deeply
            `#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])#end#end#end` | The template loops too often
            """)
    void aTemplateThatDoesTooMuchFails(String template, String why) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(MappingTemplate.FailedException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#parse('x')", "#include('/etc/passwd')", "#evaluate('x')", "#macro(m)x#end", "#define($d)x#end"
            })
    void whatLoadsOrDefinesTemplatesIsRefusedByName(String template) {
        String name = template.substring(0, template.indexOf('('));
        assertThatThrownBy(() -> MappingTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The local AWS does not support " + name + " in a mapping template");
    }

    @Test
    void aDirectiveHiddenInAStringIsRefusedToo() {
        assertThatThrownBy(() -> MappingTemplate.parse("#set($x = \"#include('/etc/passwd')\")"))
                .hasMessage("The local AWS does not support #include in a mapping template");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#if(true)", "#set($a = )", "#foreach($x)#end", "$input.json('$'", "#end"})
    void whatVelocityCannotParseIsRefused(String template) {
        assertThatThrownBy(() -> MappingTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid mapping template specified: ");
    }

    @Test
    void aTemplateHasAtMost300Kilobytes() {
        assertThat(MappingTemplate.parse("x".repeat(300 * 1024))).isNotNull();
        assertThatThrownBy(() -> MappingTemplate.parse("x".repeat(300 * 1024 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid mapping template specified: it is larger than 300 KB");
        assertThatThrownBy(() -> MappingTemplate.parse("#if(" + "(".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String render(String template) throws MappingTemplate.FailedException {
        var input = new TemplateInput(
                BODY.getBytes(StandardCharsets.UTF_8),
                Map.of("path", Map.of("id", "path"), "querystring", Map.of("id", "query"), "header", header()));
        var variables = new TemplateVariables(
                input, Map.of("stage", "test", "identity", Map.of("sourceIp", "127.0.0.1")), Map.of("v", "1"));
        return new String(MappingTemplate.parse(template).apply(variables), StandardCharsets.UTF_8);
    }

    private static Map<String, String> header() {
        Map<String, String> header = HeaderRules.caseless();
        header.put("X-H", "header");
        return header;
    }
}
