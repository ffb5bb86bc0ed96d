package io.longshore.standalone.world.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class PatchesTest {

  private static JsonObject patched(String type, String object, String patch) {
    return Patches.apply(type, patch.replace('\'', '"'), json(object));
  }

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  @Test
  void mergeRemovesByNullAndReplacesLists() {
    assertThat(
            patched(
                Patches.MERGE, "{'a':{'b':1,'c':2},'l':[1,2]}", "{'a':{'b':null,'d':3},'l':[3]}"))
        .isEqualTo(json("{'a':{'c':2,'d':3},'l':[3]}"));
  }

  @Test
  void jsonPatchWalksArraysAndEscapes() {
    assertThat(
            patched(
                Patches.JSON,
                "{'m':{'x/y':'1'},'l':['a','c']}",
                "[{'op':'test','path':'/m/x~1y','value':'1'},"
                    + "{'op':'add','path':'/l/1','value':'b'},{'op':'add','path':'/l/-','value':'d'},"
                    + "{'op':'replace','path':'/l/0','value':'A'},{'op':'move','from':'/m/x~1y','path':'/moved'}]"))
        .isEqualTo(json("{'m':{},'l':['A','b','c','d'],'moved':'1'}"));
  }

  @Test
  void failedTestRefusesTheWholePatch() {
    JsonObject object = json("{'a':1}");
    assertThatThrownBy(
            () ->
                Patches.apply(
                    Patches.JSON,
                    "[{\"op\":\"add\",\"path\":\"/b\",\"value\":2},{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]",
                    object))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(422));
    assertThat(object).isEqualTo(json("{'a':1}"));
  }

  @Test
  void strategicMergeKnowsKeysSetsAndDirectives() {
    assertThat(
            patched(
                Patches.STRATEGIC,
                "{'metadata':{'finalizers':['a','b']},'spec':{'containers':[{'name':'x','image':'1'},{'name':'y'}],'taints':[{'key':'t'}]}}",
                "{'metadata':{'finalizers':['c'],'$deleteFromPrimitiveList/finalizers':['a']},"
                    + "'spec':{'containers':[{'name':'x','image':'2'},{'name':'y','$patch':'delete'},{'name':'z'}],'taints':[{'key':'u'}]}}"))
        .isEqualTo(
            json(
                "{'metadata':{'finalizers':['b','c']},'spec':{'containers':[{'name':'x','image':'2'},{'name':'z'}],'taints':[{'key':'u'}]}}"));
  }

  @Test
  void selectorsReadAllOperators() {
    var labels = json("{'a':'1','b':'2'}");
    for (String matches :
        new String[] {"", "a=1", "a==1,b!=3", "a in (0,1)", "c notin (2),!c", "a,b"}) {
      assertThat(LabelSelector.parse(matches).test(labels)).as(matches).isTrue();
    }
    for (String fails : new String[] {"a=2", "a!=1", "c", "!a", "a notin (1)", "c in (1,2)"}) {
      assertThat(LabelSelector.parse(fails).test(labels)).as(fails).isFalse();
    }
    assertThatThrownBy(() -> LabelSelector.parse("a b")).isInstanceOf(ApiException.class);
  }

  @Test
  void quantitiesAreExactAndRoundUp() {
    assertThat(Quantities.millis("1.5")).isEqualTo(1_500);
    assertThat(Quantities.millis("250m")).isEqualTo(250);
    assertThat(Quantities.millis("1Mi")).isEqualTo(1_048_576_000L);
    assertThat(Quantities.millis("1u")).isEqualTo(1);
    assertThat(Quantities.parse("1 Gi")).isEmpty();
  }
}
