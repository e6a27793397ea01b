//! Lessons that are wrong.

use relay_scenario::Scenario;

use super::{HOSTS, check};

const LESSON: &str = "[lesson]\nsources = \"RFC 5321 section 3.3\"\nminutes = 5\n";
const STEP: &str = "[[lesson.step]]\ntitle = \"Hello\"\ntext = \"Hello.\"\n";

/// The same for what follows the hosts and the head of a lesson.
#[track_caller]
fn check_lesson(rest: &str, message: &str, hint: &str) {
    check(&format!("{HOSTS}{LESSON}{rest}"), message, hint);
}

/// The same for keys of a step.
#[track_caller]
fn check_step(keys: &str, message: &str, hint: &str) {
    check_lesson(&format!("{STEP}{keys}\n"), message, hint);
}

#[test]
fn heads() {
    let head = |keys: &str, message: &str, hint: &str| {
        check(&format!("{HOSTS}{keys}\n{STEP}"), message, hint);
    };
    head("«[lesson]»\nminutes = 5", "missing key `sources`", "");
    head("«[lesson]»\nsources = \"RFC 5321\"", "missing key `minutes`", "");
    head("[lesson]\nsources = «[]»\nminutes = 5", "a lesson says where its facts", "RFC");
    head("[lesson]\nsources = \"RFC 5321\"\nminutes = «0»", "0 is too small", "1 to 60");
    head("[lesson]\nsources = \"RFC 5321\"\nminutes = 5\n«minute» = 5", "unknown key", "`minutes`");
    let none = format!("{HOSTS}«[lesson]»\nsources = \"RFC 5321\"\nminutes = 5\n");
    check(&none, "this lesson has no steps", "[[lesson.step]]");
}

#[test]
fn steps() {
    check_lesson("«[[lesson.step]]»\ntext = \"x\"\n", "missing key `title`", "");
    check_lesson("[[lesson.step]]\ntitle = «\" \"»\ntext = \"x\"\n", "a step needs a heading", "");
    check_lesson("[[lesson.step]]\ntitle = \"x\"\ntext = «\"\"»\n", "there are no words", "");
    check_step("«paus» = { event = \"end\" }", "unknown key `paus`", "did you mean `pause`?");
}

#[test]
fn words_that_may_not_stand_there() {
    let text = |words: &str, message: &str, hint: &str| {
        let step = format!("[[lesson.step]]\ntitle = \"x\"\ntext = \"\"\"\n{words}\n\"\"\"\n");
        check_lesson(&step, message, hint);
    };
    text("Well: «<b>»bold.", "HTML is not allowed here", "backticks");
    text("Well.\n\n«<script>alert(1)</script>»", "HTML is not allowed here", "backticks");
    text("See «![a map](https://example.org/m.png)» here.", "images are not allowed", "words");
    text("See «[this](javascript:alert(1))».", "this link is not allowed", "https://");
    text("See «[this](JAVASCRIPT&colon;alert(1))».", "this link is not allowed", "https://");
    text("See «[this](data:text/html,x)».", "this link is not allowed", "https://");
    text("See «[this](/etc/passwd)».", "this link is not allowed", "https://");
    text("«# A heading»", "headings are not allowed here", "`title`");
    text("a\n\n«***»\n\nb", "a line across is not allowed", "another step");
    // With escapes the whole text is pointed at.
    let escaped = "[[lesson.step]]\ntitle = \"x\"\ntext = «\"<b>\\nx\\u0041\"»\n";
    check_lesson(escaped, "HTML is not allowed here", "backticks");
}

#[test]
fn patterns() {
    let pause = |keys: &str, message: &str, hint: &str| {
        check_step(&format!("pause = {{ {keys} }}"), message, hint);
    };
    check_step("pause = «{ nth = 2 }»", "missing key `event`", "");
    pause("event = «\"defered\"»", "there is no event `defered`", "did you mean `deferred`?");
    pause(
        "event = \"deferred\", host = «\"mail.exmaple.com\"»",
        "there is no host `mail.exmaple.com`",
        "did you mean `mail.example.com`?",
    );
    pause("event = \"reply\", code = «666»", "`666` is not a reply code", "4yz");
    pause("event = \"reply\", code = «\"4xx\"»", "`4xx` is not a reply code", "4yz");
    pause("event = \"deferred\", code = «450»", "`code` never fits the event `deferred`", "");
    pause("event = \"connected\", to = «\"bob@example.net\"»", "`to` never fits", "leave it out");
    pause("event = \"end\", nth = «2»", "`nth` never fits the event `end`", "");
    pause("event = \"deferred\", status = «\"4.4\"»", "`4.4` is not an enhanced", "5.1.1");
    pause("event = \"deferred\", nth = «0»", "0 is too small", "1 to");
    pause("event = \"accepted\", message = «\"bounce\"»", "there is no kind of message", "report");
    let content = "event = \"reply\", code = \"+OK\", command = «\"content\"»";
    pause(content, "POP3 has no reply to a content", "RETR");
}

#[test]
fn highlights() {
    let highlight = |keys: &str, message: &str, hint: &str| {
        check_step(&format!("highlight = {{ {keys} }}"), message, hint);
    };
    check_step("highlight = «{}»", "this points at nothing", "`hosts`");
    highlight("hosts = [«\"desk\"»]", "there is no host `desk`", "possible are");
    highlight(
        "links = [[\"mail.example.com\", «\"mx.example.com\"»]]",
        "there is no host `mx.example.com`",
        "`mail.example.com`",
    );
    highlight("links = [«[\"mail.example.com\"]»]", "expected two hosts, found 1", "two names");
    highlight("panels = «\"maps\"»", "there is no part of the page `maps`", "`map`");
    highlight("lines = { event = «\"repl\"» }", "there is no event `repl`", "`reply`");
}

#[test]
fn questions() {
    let predict = |keys: &str, message: &str, hint: &str| {
        check_step(&format!("predict = {{ question = \"What?\", {keys} }}"), message, hint);
    };
    let whole = |keys: &str, message: &str, hint: &str| {
        check_step(&format!("predict = «{{ question = \"What?\", {keys} }}»"), message, hint);
    };
    predict("ask = «\"wen\"»", "there is no kind of question `wen`", "did you mean `when`?");
    whole("ask = \"when\"", "this question does not say what it is about", "`of`");
    whole("ask = \"fate\", of = { event = \"failed\" }", "this question does not say", "`to`");
    let accepted = "of = { event = \"accepted\" }";
    predict(
        &format!("ask = \"where\", {accepted}, line = «2»"),
        "`line` has no effect here",
        "received",
    );
    predict(
        "ask = \"reply\", of = «{ event = \"accepted\" }»",
        "the event `accepted` has no answer to this",
        "reply",
    );
    predict(
        "ask = \"return-path\", of = «{ event = \"connected\" }»",
        "the event `connected` has no answer to this",
        "`bounced`",
    );
    predict(
        "ask = \"how-many\", of = «{ event = \"attempt\", nth = 2 }»",
        "`nth` has no effect where all are counted",
        "",
    );
    predict(
        "ask = \"fate\", to = \"bob@example.net\", choices = «[\"it dies\"]»",
        "the answers to this question are always the same",
        "",
    );
    let choices = |ask: &str, event: &str, choices: &str, message: &str| {
        let of = format!("of = {{ event = \"{event}\" }}");
        predict(&format!("ask = \"{ask}\", {of}, choices = [{choices}]"), message, "");
    };
    choices("when", "attempt", "«\"soon\"»", "expected a duration such as");
    choices("where", "attempt", "«\"nowhere.example\"»", "there is no host");
    choices("how-many", "attempt", "«\"some\"»", "`some` is not a number");
    choices("reply", "reply", "«\"ok\"»", "`ok` is not a reply code");
    choices("recipient", "bounced", "«\"<alice>\"»", "`<alice>` is not an address");
    choices("how-many", "attempt", "\"1\", «\"1\"»", "this answer stands here twice");
    let hostile = "ask = \"whether\", of = { event = \"failed\" }, explain = \"«<i>»no</i\"";
    predict(hostile, "HTML is not allowed", "");
}

#[test]
fn challenges() {
    let goal = "[lesson.step.challenge]\ngoal = \"Do it.\"\n";
    let expect = "[[lesson.step.challenge.expect]]\ndelivered = \"bob@example.net\"\n";
    let moves = |keys: &str| format!("[[lesson.step.challenge.solution]]\n{keys}\n");
    let marked = goal.replace("[lesson.step.challenge]", "«[lesson.step.challenge]»");
    let mend = moves("mend = { host_down = \"mx.example.net\" }");
    check_step(&format!("{marked}{mend}"), "this challenge cannot be fulfilled", "expect");
    check_step(&format!("{marked}{expect}"), "this challenge has no solution", "solution");
    let solution = |keys: &str, message: &str, hint: &str| {
        check_step(&format!("{goal}{expect}{}", moves(keys)), message, hint);
    };
    let nothing = moves("at = \"1h\"")
        .replace("[[lesson.step.challenge.solution]]", "«[[lesson.step.challenge.solution]]»");
    check_step(&format!("{goal}{expect}{nothing}"), "a move says one thing that is done", "`mend`");
    solution("run_queue = «\"mx.example.org\"»", "there is no host `mx.example.org`", "");
    solution(
        "mend = { host_down = \"mx.example.net\", at = «\"1h\"» }",
        "a fault of a move has no times of its own",
        "beside it",
    );
    let from_desk = "from = \"desk.example.net\", to = \"mx.example.net\", lines = \"QUIT\"";
    solution(
        &format!("type = {{ {from_desk}, at = «\"1h\"» }}"),
        "what is typed in a move has no time of its own",
        "beside it",
    );
    solution("break = «{}»", "a fault says one thing that goes wrong", "host_down");
    solution(
        "send = { from = \"alice@example.com\", to = \"bob@example.net\", file = «\"a.eml\"» }",
        "a move sends no message file",
        "`message`",
    );
    solution("collect = «\"eve@example.net\"»", "there is no account", "");
    let tools = goal.to_owned() + "tools = [\"send\"]\n";
    let marked =
        mend.replace("[[lesson.step.challenge.solution]]", "«[[lesson.step.challenge.solution]]»");
    check_step(
        &format!("{tools}{expect}{marked}"),
        "the reader may not use `mend` for that",
        "`tools`",
    );
    check_step(
        &format!("{goal}tools = «\"magic\"»\n{expect}{mend}"),
        "there is no tool `magic`",
        "`send`",
    );
}

#[test]
fn translations() {
    let head = "[[translation]]\nlanguage = \"de\"\n";
    check(&format!("{HOSTS}«[[translation]]»\ntitle = \"x\"\n"), "missing key `language`", "");
    let unknown = format!("{HOSTS}[[translation]]\nlanguage = «\"fr\"»\n");
    check(&unknown, "there is no language `fr`", "possible are `en`, `de`");
    let twice = format!("{HOSTS}{head}[[translation]]\nlanguage = «\"de\"»\n");
    check(&twice, "a second translation into `de`", "one `[[translation]]`");
    let none = format!("{HOSTS}{head}«[[translation.step]]»\ntitle = \"x\"\ntext = \"x\"\n");
    check(&none, "there is no lesson to translate", "remove the steps");
    let few = format!("{STEP}«[[translation]]»\nlanguage = \"de\"\n");
    check_lesson(&few, "the lesson has 1 step, and its translation 0", "[[translation.step]]");
    let step = |rest: &str, message: &str, hint: &str| {
        check_lesson(&format!("{STEP}{head}{rest}"), message, hint);
    };
    step("[[translation.step]]\ntitle = «\" \"»\ntext = \"x\"\n", "a step needs a heading", "");
    step("[[translation.step]]\ntitle = \"x\"\ntext = \"«<b>»x\"\n", "HTML is not allowed", "");
    let too_much = "[[translation.step]]\ntitle = \"x\"\ntext = \"x\"\nhint = «\"x\"»\n";
    step(too_much, "the step says nothing for `hint`", "same order");
    let asks = "predict = { question = \"?\", ask = \"fate\", to = \"bob@example.net\" }\n";
    let missing =
        format!("{STEP}{asks}{head}«[[translation.step]]»\ntitle = \"x\"\ntext = \"x\"\n");
    check_lesson(&missing, "missing key `question`", "translate");
}

/// A lesson that is wrong itself is what must be mended first; and everything that is wrong in a
/// translation is told.
#[test]
fn mistakes_beside_translations() {
    let head = "[[translation]]\nlanguage = \"de\"\n[[translation.step]]\n";
    let good = format!("{head}title = \"x\"\ntext = \"x\"\n");
    check_lesson(
        &format!("{STEP}«paus» = {{ event = \"end\" }}\n{good}"),
        "unknown key `paus`",
        "did you mean `pause`?",
    );
    let bad = format!("{HOSTS}{LESSON}{STEP}{head}title = \" \"\ntext = \"<b>x\"\n");
    let found = Scenario::parse(&bad).expect_err("two mistakes");
    assert_eq!(found.len(), 2, "{found:#?}");
}
