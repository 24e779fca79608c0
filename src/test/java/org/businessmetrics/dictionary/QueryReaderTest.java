package org.businessmetrics.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QueryReaderTest {
  private final QueryReader reader =
      new QueryReader(
          name ->
              switch (name) {
                case "users" -> Selection.of("users", List.of("id", "day", "plan"));
                case "orders" -> Selection.of("orders", List.of("user_id", "amount", "at"));
                default -> Selection.open(name);
              });

  @Test
  void followsAliasesThroughCtesAndStars() {
    assertThat(
            columns(
                """
                with
                  paid as (select user_id as payer, amount - 1 as net from orders),
                  all_of_it as (select *, net * 2 as twice from paid)
                select u.plan, a.*, a.twice + u.day total -- the end
                from all_of_it as a left join users u on u.id = a.payer
                """))
        .containsExactly(
            "plan <- users.plan",
            "payer <- orders.user_id",
            "net <- orders.amount",
            "twice <- orders.amount",
            "total <- orders.amount, users.day");
  }

  @Test
  void countsRowsOfWhatIsThereAndNotOfWhatALeftJoinAdds() {
    assertThat(columns("select count(*) as n from users left join orders on user_id = id"))
        .containsExactly("n <- users.*");
    assertThat(columns("select count(*) filter (where amount > 0) as n from orders, users"))
        .containsExactly("n <- orders.*, orders.amount, users.*");
  }

  @Test
  void mergesTheHalvesOfAUnionByPosition() {
    assertThat(
            columns(
                "select id as who from users union all (select user_id from orders where at > 1)"))
        .containsExactly("who <- orders.user_id, users.id");
  }

  @Test
  void readsSubqueriesLateralsAndFunctionsThatGiveRows() {
    assertThat(columns("select (select max(at) from orders where user_id = id) as last from users"))
        .containsExactly("last <- orders.at");
    assertThat(columns("select d + 1 as e from orders lateral view explode(split(at, 2)) t as d"))
        .containsExactly("e <- orders.at");
    assertThat(
            columns(
                """
                select s.position, s.step, f.name
                from funnels f
                cross join lateral unnest(case when f.ok then f.steps end) with ordinality as s (step, position)
                """))
        .containsExactly(
            "position <- funnels.ok, funnels.steps",
            "step <- funnels.ok, funnels.steps",
            "name <- funnels.name");
    assertThat(columns("select x.a from (select day as a from users) as x"))
        .containsExactly("a <- users.day");
  }

  @Test
  void takesNoTypeParameterLiteralOrKeywordForAColumn() {
    assertThat(
            columns(
                """
                select
                  cast(amount as day) as a, amount::plan as b, :id as c, 'plan' as d,
                  amount is distinct from at as e, day + interval '1' day as f
                from orders join users on id = user_id
                """))
        .containsExactly(
            "a <- orders.amount",
            "b <- orders.amount",
            "c <- ",
            "d <- ",
            "e <- orders.amount, orders.at",
            "f <- users.day");
    assertThat(columns("select date '2026-01-01' - day as a from somewhere"))
        .containsExactly("a <- somewhere.day");
    assertThat(columns("select case when x is null then 0 else y end as a from somewhere"))
        .containsExactly("a <- somewhere.x, somewhere.y");
  }

  @Test
  void findsFieldsAliasesOfTheSameSelectAndWindows() {
    assertThat(
            columns(
                """
                select
                  id.hi as half, amount * 2 as twice, twice + 1 as more,
                  sum(amount) over (partition by plan order by at rows 6 preceding) as summed
                from orders join users using (id)
                """))
        .containsExactly(
            "half <- users.id",
            "twice <- orders.amount",
            "more <- orders.amount",
            "summed <- orders.amount, orders.at, users.plan");
  }

  @Test
  void saysNothingOfWhatItDoesNotUnderstand() {
    assertThat(columns("values (1, 2)")).isEmpty();
    assertThat(columns("")).isEmpty();
    assertThat(columns("select a from ((")).containsExactly("a <- ");
  }

  private List<String> columns(String sql) {
    return reader.read(sql).columns().stream()
        .map(column -> column.name() + " <- " + text(column.origins()))
        .toList();
  }

  private static String text(Set<Origin> origins) {
    return origins.stream()
        .map(origin -> origin.relation() + "." + origin.column())
        .collect(Collectors.joining(", "));
  }
}
