using Cairn.Data;
using Cairn.Preprocessing;

namespace Cairn.Tests;

public class TablePreparationTests
{
    static Table People(int rows = 12) => new(
        new NumberColumn("age", [.. Enumerable.Range(0, rows).Select(i => i % 4 == 3 ? double.NaN : 20.0 + i)]),
        new CategoryColumn("city", [.. Enumerable.Range(0, rows).Select(i => new[] { "Rome", "Bonn", "Oslo" }[i % 3])]),
        new BooleanColumn("member", [.. Enumerable.Range(0, rows).Select(i => i == 5 ? (bool?)null : i % 3 != 0)]),
        new TextColumn("note", [.. Enumerable.Range(0, rows).Select(i => $"said {i}")]),
        new NumberColumn("constant", [.. Enumerable.Repeat(7.0, rows)]),
        new NumberColumn("id", [.. Enumerable.Range(1, rows).Select(i => (double)i)]),
        new CategoryColumn("code", [.. Enumerable.Range(0, rows).Select(i => $"K{i}")]));

    static TablePreparationModel Fit(Table table, TablePreparation? recipe = null) => (recipe ?? new TablePreparation()).Fit(new Dataset(table));

    [Fact]
    public void Numbers_booleans_and_categories_become_columns_and_the_rest_is_reported()
    {
        var model = Fit(People(), new TablePreparation { Scale = false });
        Assert.Equal(["age", "city=Bonn", "city=Oslo", "city=Rome", "member"], model.OutputNames);
        var notes = model.Facts.Notes.ToList();
        Assert.Contains("left out 'note': free text", notes);
        Assert.Contains("left out 'constant': it is constant", notes);
        Assert.Contains("left out 'id': it looks like an identifier: it counts the rows", notes);
        Assert.Contains("left out 'code': it looks like an identifier: all values differ", notes);
        Assert.Contains("'age' misses 3 of 12 values", notes);

        var x = model.Transform(People()).ToNumbers("test");
        Assert.Equal([20, 0, 0, 1, 0], Row(x, 0));
        Assert.Equal([25, 0, 1, 0, 1], Row(x, 5)); // the missing boolean becomes the more frequent one
        Assert.Equal([25, 1, 0, 0, 1], Row(x, 7)); // the missing age becomes the median of 20, 21, 22, 24, 25, 26, 28, 29, 30
    }

    [Fact]
    public void A_row_number_is_known_after_rows_were_held_out_and_a_year_is_none()
    {
        double[] kept = [.. Enumerable.Range(1, 200).Where(i => i % 5 != 1).Select(i => (double)i)];
        var table = new Table(new NumberColumn("number", kept), new NumberColumn("year", Array.ConvertAll(kept, k => 1700 + k)));
        Assert.Equal(["year"], Fit(table).InputNames);
    }

    [Theory]
    [InlineData(NumberImputation.Median, 2.0)]
    [InlineData(NumberImputation.Mean, 4.0)]
    public void Missing_numbers_are_imputed(NumberImputation imputation, double expected)
    {
        var table = new Table(new NumberColumn("x", [1, 2, 9, double.NaN]));
        var model = Fit(table, new TablePreparation { Imputation = imputation, Scale = false });
        Assert.Equal([1, 2, 9, expected], model.Transform(table).ToNumbers("test").ToArray<double>());
    }

    [Fact]
    public void Without_imputation_a_missing_number_is_an_error_that_names_it()
    {
        var table = new Table(new NumberColumn("x", [1, 2, double.NaN]));
        var error = Assert.Throws<ArgumentException>(() => Fit(table, new TablePreparation { Imputation = NumberImputation.None }));
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_standardised_after_imputing()
    {
        var x = Fit(People()).Transform(People()).ToNumbers("test");
        var ages = Enumerable.Range(0, 12).Select(i => Row(x, i)[0]).ToList();
        Assert.Equal(0, ages.Average(), 1e-12);
        Assert.Equal(1, Math.Sqrt(ages.Select(a => a * a).Average()), 1e-12);
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order()
    {
        var model = Fit(People());
        var table = People();
        var shuffled = table.Select([.. table.Names.Reverse()]);
        Assert.Equal(model.Transform(table).ToNumbers("t").ToArray<double>(), model.Transform(shuffled).ToNumbers("t").ToArray<double>());
        model.Transform(table.Drop("note", "id", "code", "constant")); // what is not used may be absent
        var error = Assert.Throws<ArgumentException>(() => model.Transform(table.Drop("city")));
        Assert.Contains("'city'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unseen_categories_follow_the_policy()
    {
        var fresh = new Table(People().Columns.Select(c => c.Name == "city"
            ? new CategoryColumn("city", [.. Enumerable.Repeat("Lima", 12)]) : c).ToArray());
        var ignored = Fit(People(), new TablePreparation { Scale = false }).Transform(fresh).ToNumbers("t");
        Assert.Equal([0, 0, 0], Row(ignored, 0)[1..4]);
        var strict = Fit(People(), new TablePreparation { UnseenCategories = UnseenCategory.Error });
        var error = Assert.Throws<ArgumentException>(() => strict.Transform(fresh));
        Assert.Contains("'Lima'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'city'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_category_is_a_level_when_the_training_rows_have_one()
    {
        var table = new Table(new CategoryColumn("c", ["a", null, "b", "a"]));
        var model = Fit(table);
        Assert.Equal(["c=a", "c=b", "c is missing"], model.OutputNames);
        Assert.Equal([0, 0, 1], Row(model.Transform(table).ToNumbers("t"), 1));
    }

    [Fact]
    public void Another_kind_of_column_is_refused()
    {
        var other = new Table(People().Columns.Select(c => c.Name == "age" ? new CategoryColumn("age", [.. Enumerable.Repeat("old", 12)]) : c).ToArray());
        var error = Assert.Throws<ArgumentException>(() => Fit(People()).Transform(other));
        Assert.Contains("'age'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'old'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rare_levels_beyond_the_limit_count_as_unseen()
    {
        var table = new Table(new CategoryColumn("c", ["a", "a", "b", "b", "z", "y"]));
        var model = Fit(table, new TablePreparation { MaxLevels = 2 });
        Assert.Equal(["c=a", "c=b"], model.OutputNames);
        Assert.Equal([0, 0], Row(model.Transform(table).ToNumbers("t"), 4));
    }

    [Fact]
    public void Integer_weights_are_repeated_rows_and_weight_zero_removes_a_row()
    {
        int[] repeats = [1, 0, 3, 2, 1, 1, 0, 2, 1, 1, 4, 1];
        var table = People();
        var repeated = table.Take([.. repeats.SelectMany((n, i) => Enumerable.Repeat(i, n))]);
        var recipe = new TablePreparation { DropUseless = false };
        var weighted = recipe.Fit(new Dataset(table, weights: Array.ConvertAll(repeats, r => (double)r)));
        var plain = recipe.Fit(new Dataset(repeated));
        Assert.Equal(plain.OutputNames, weighted.OutputNames);
        double[] a = plain.Transform(table).ToNumbers("t").ToArray<double>(), b = weighted.Transform(table).ToNumbers("t").ToArray<double>();
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-12);
    }

    [Fact]
    public void A_matrix_is_prepared_like_a_table()
    {
        var model = Fit(Table.From(new[,] { { 1.0, 5 }, { 3, 5.5 }, { double.NaN, 7 } }, ["a", "b"]), new TablePreparation { Scale = false });
        Features matrix = new[,] { { double.NaN, 4 } };
        Assert.Throws<ArgumentException>(() => model.Transform(matrix)); // x0, x1 are not a, b
        Features named = Features.From(new[,] { { double.NaN, 4 } }, ["a", "b"]);
        Assert.Equal([2, 4], model.Transform(named).ToNumbers("t").ToArray<double>());
    }

    static double[] Row(Tensor x, int row) => x.ToArray<double>()[(row * x.Shape[1])..((row + 1) * x.Shape[1])];
}
