using Cairn.Data;

namespace Cairn.Tests;

public class BundledDataTests
{
    public static TheoryData<string> Names() => [.. BundledData.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sets_are_what_they_say(string name)
    {
        var set = BundledData.Find(name)!;
        var table = BundledData.Load(name);
        Assert.Equal((set.Rows, set.Columns), (table.Rows, table.Columns.Count));
        Assert.Equal(set.TargetKind, table[set.TargetName].Kind);
        Assert.All(table.Columns, c => Assert.Equal(0, c.MissingCount));
        Assert.All(table.Columns.Where(c => c.Name != set.TargetName), c => Assert.Equal(ColumnKind.Number, c.Kind));
    }

    // Class counts and means as scikit-learn 1.2.1 and the papers give them.
    [Theory]
    [InlineData("iris", "setosa 50, versicolor 50, virginica 50", "sepal length", 5.843333333333334)]
    [InlineData("wine", "1 59, 2 71, 3 48", "alcohol", 13.000617977528083)]
    [InlineData("breast-cancer", "benign 357, malignant 212", "mean radius", 14.127291739894552)]
    [InlineData("digits", "0 178, 1 182, 2 177, 3 183, 4 181, 5 182, 6 181, 7 179, 8 174, 9 180", "pixel2", 5.204785754034502)]
    [InlineData("diabetes", null, "progression", 152.13348416289594)]
    public void Values_are_those_of_scikit_learn(string name, string? classes, string column, double mean)
    {
        var table = BundledData.Load(name);
        Assert.Equal(mean, table.Select(column).Describe().Columns[0].Mean, 1e-12 * mean);
        if (classes is null) return;
        var target = (CategoryColumn)table[BundledData.Find(name)!.TargetName];
        Assert.Equal(classes, string.Join(", ", target.Levels.Select((level, k) => $"{level} {target.Codes.Count(k)}")));
    }

    [Fact]
    public void An_unknown_set_is_refused_with_the_known_ones()
    {
        Assert.Contains("there are breast-cancer, diabetes, digits, iris, wine", Assert.Throws<ArgumentException>(() => BundledData.Load("Iris")).Message);
        Assert.Null(BundledData.Find("x"));
        Assert.Throws<ArgumentNullException>(() => BundledData.Load(null!));
        Assert.Equal(BundledData.Names.Order(StringComparer.Ordinal), BundledData.Names);
    }
}
