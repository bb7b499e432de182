using Cairn.Data;
using Cairn.Evaluation;
using Cairn.ModelSelection;
using Cairn.Persistence;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Decision trees beside scikit-learn's (Fixtures/trees.py), and what they do with blanks, words and limits.</summary>
public class DecisionTreeTests
{
    [Theory]
    [InlineData("diabetes")]
    [InlineData("diabetes weighted")]
    [InlineData("diabetes pruned")]
    [InlineData("wine")]
    [InlineData("wine entropy")]
    [InlineData("cancer pruned")]
    [InlineData("cancer weighted")]
    [InlineData("cancer decrease")]
    public void Splits_are_those_of_the_peer(string name)
    {
        var (tree, importances) = name switch
        {
            "diabetes" => Of(new DecisionTreeRegressor { MaxDepth = 4, MinRowsPerLeaf = 8 }.Fit(RawData.Regression("diabetes"))),
            "diabetes weighted" => Of(new DecisionTreeRegressor { MaxDepth = 3 }.Fit(RawData.Regression("diabetes", weighted: true))),
            "diabetes pruned" => Of(new DecisionTreeRegressor { PruningStrength = 60 }.Fit(RawData.Regression("diabetes"))),
            "wine" => Of(new DecisionTreeClassifier { MaxDepth = 2 }.Fit(RawData.Classes("wine"))),
            "wine entropy" => Of(new DecisionTreeClassifier { MaxDepth = 2, Impurity = ClassImpurity.Entropy }.Fit(RawData.Classes("wine"))),
            "cancer pruned" => Of(new DecisionTreeClassifier { PruningStrength = 0.02 }.Fit(RawData.Classes("cancer", weighted: true))),
            "cancer weighted" => Of(new DecisionTreeClassifier { MaxDepth = 2 }.Fit(RawData.Classes("cancer", weighted: true))),
            _ => Of(new DecisionTreeClassifier { MinImpurityDecrease = 0.02 }.Fit(RawData.Classes("cancer", weighted: true))),
        };
        var expected = RawData.Fixture("trees.json").GetProperty(name);
        double[] Kept(string field) => [.. expected.GetProperty(field).EnumerateArray().Select(v => v.GetDouble())];
        double natural = name == "wine entropy" ? Math.Log(2) : 1; // the peer's entropies are in bits
        var nodes = tree.Nodes.All.ToArray();
        Assert.Equal(Kept("features"), nodes.Select(n => n.IsLeaf ? -1.0 : n.Feature));
        foreach (var (node, threshold) in nodes.Zip(Kept("thresholds")))
            if (!node.IsLeaf) Assert.Equal(threshold, node.Threshold, 1e-6 * Math.Abs(threshold)); // the peer's columns are float32
        foreach (var (own, peer) in tree.Impurities.Zip(Kept("impurities"))) Assert.Equal(peer * natural, own, 1e-9 * Math.Max(1, peer));
        Assert.Equal(Kept("weights"), tree.Weights);
        foreach (var (own, peer) in importances.Zip(Kept("importances"))) Assert.Equal(peer, own, 1e-9);
    }

    static (TreeOutline, double[]) Of(RegressionTree tree) => (tree.Outline, tree.Importances().ToArray<double>());

    static (TreeOutline, double[]) Of(ClassificationTree tree) => (tree.Outline, tree.Importances().ToArray<double>());

    [Fact]
    public void Impurities_are_those_of_their_formulas()
    {
        var data = new Dataset(Enumerable.Range(0, 14).Select(i => new[] { (double)i }).ToArray(), Enumerable.Range(0, 14).Select(i => i < 9 ? 1.0 : 0).ToArray());
        Assert.Equal(0.459184, new DecisionTreeClassifier().Fit(data).Outline.Impurities[0], 1e-6);
        Assert.Equal(-(9 * Math.Log(9 / 14.0) + 5 * Math.Log(5 / 14.0)) / 14,
            new DecisionTreeClassifier { Impurity = ClassImpurity.Entropy }.Fit(data).Outline.Impurities[0], 1e-12);
        Assert.Equal(9 / 14.0 * (5 / 14.0), new DecisionTreeRegressor().Fit(data).Outline.Impurities[0], 1e-12);
    }

    [Fact]
    public void Iris_is_learned()
    {
        var scores = new DecisionTreeClassifier().CrossValidate(RawData.Classes("iris"), new KFold { Folds = 5 }, Metrics.Accuracy);
        Assert.InRange(scores.Mean("accuracy"), 0.93, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Depth_is_kept(int depth) => Assert.Equal(depth, new DecisionTreeRegressor { MaxDepth = depth }.Fit(RawData.Regression("diabetes")).Depth);

    [Fact]
    public void Missing_values_go_where_they_help()
    {
        double[][] x = [[1], [2], [3], [4], [double.NaN], [double.NaN], [5], [6]];
        double[] y = [0, 0, 0, 0, 9, 9, 9, 9];
        var tree = new DecisionTreeRegressor().Fit(new Dataset(x, y));
        Assert.Equal((2, 4.5), (tree.LeafCount, tree.Outline.Nodes.All[0].Threshold));
        Assert.Equal([0.0, 9, 9], tree.Predict(new double[][] { [0], [double.NaN], [7] }).ToArray<double>());
        y = [9, 9, 9, 9, 0, 0, 9, 9];
        tree = new DecisionTreeRegressor().Fit(new Dataset(x, y));
        Assert.Equal([9.0, 0, 9], tree.Predict(new double[][] { [0], [double.NaN], [7] }).ToArray<double>()); // missing or not is a question
        Assert.Contains("x0 is not missing", tree.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_is_sorted_by_words()
    {
        var mails = Table.ParseCsv("""
            domain,hockey,kind
            work,false,bored
            work,true,bored
            work,false,bored
            work,true,bored
            home,true,friends
            home,true,friends
            shop,true,friends
            bank,true,friends
            shop,false,spam
            shop,false,spam
            bank,false,spam
            home,false,spam

            """);
        var categories = new Table([new CategoryColumn("domain", [.. Enumerable.Range(0, 12).Select(i => mails.Columns[0].TextAt(i))]), mails.Columns[1], mails.Columns[2]]);
        var tree = new DecisionTreeClassifier().Fit(categories.ToDataset("kind"));
        Assert.Equal((3, 2), (tree.LeafCount, tree.Depth));
        Assert.Equal(tree.Predict(categories).ToArray<int>(), categories.ToDataset("kind").Target!.ToArray<int>());
        Assert.Contains("domain is bank, home, shop or missing", tree.ToText(), StringComparison.Ordinal);
        var unknown = new Table([new CategoryColumn("domain", ["moon", "work", null]), new BooleanColumn("hockey", [true, true, true])]);
        Assert.Equal(["friends", "bored", "friends"], tree.PredictLabels(unknown)); // an unknown word goes with the most rows
        var loaded = (ClassificationTree)ModelFile.Load(ModelFile.ToBytes(tree), LearningArtefacts.Readers);
        Assert.Equal(tree.Predict(unknown).ToArray<int>(), loaded.Predict(unknown).ToArray<int>());
    }

    [Fact]
    public void A_tree_as_deep_as_its_rows_is_grown_pruned_and_printed()
    {
        // Every row needs a question of its own below the one before.
        int n = 3000;
        double[][] x = [.. Enumerable.Range(0, n).Select(i => new[] { (double)i })];
        double[] y = [.. Enumerable.Range(0, n).Select(i => Math.ScaleB(1, i / 6))];
        var tree = new DecisionTreeRegressor().Fit(new Dataset(x, y));
        Assert.True(tree.Depth > 100);
        Assert.Equal(y, tree.Predict(x).ToArray<double>());
        Assert.NotEmpty(tree.ToText());
        Assert.NotEmpty(tree.ToDiagram(int.MaxValue).ToSvg());
        Assert.Equal(1, new DecisionTreeRegressor { PruningStrength = double.MaxValue }.Fit(new Dataset(x, y)).LeafCount);
    }

    [Fact]
    public void The_drawing_names_what_it_shows()
    {
        var iris = RawData.Classes("iris");
        string svg = new DecisionTreeClassifier { MaxDepth = 2 }.Fit(iris).ToDiagram().ToSvg();
        Assert.Contains("gain 0.3333", svg, StringComparison.Ordinal);
        Assert.Contains("150 rows", svg, StringComparison.Ordinal);
        System.Xml.Linq.XDocument.Parse(svg);
    }

    [Fact]
    public void Free_text_is_refused_by_its_column()
    {
        var data = new Dataset(new Table([new TextColumn("story", ["a", "b"])]), new double[] { 1, 2 });
        var error = Assert.Throws<ArgumentException>(() => new DecisionTreeRegressor().Fit(data));
        Assert.Contains("'story'", error.Message, StringComparison.Ordinal);
    }
}
