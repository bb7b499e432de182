using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cairn.LinearModels;

namespace Cairn.Tests;

/// <summary>The page that plays a descent.</summary>
public class DescentPageTests
{
    static readonly Dataset Line = new(Features.From((Tensor)new double[][] { [1], [2], [3], [4] }, ["hours </script><b>"]), new double[] { 2, 4, 5, 8 },
        targetName: "grade & <i>name</i>");

    static readonly Dataset Classes = new(new double[][] { [0, 0], [1, 0.5], [0.2, 1], [2, 2], [3, 1.5], [2.5, 3] }, Tensor.From([0, 0, 0, 1, 1, 1]),
        ClassLabels.Of("no", "yes"));

    static JsonElement DataOf(string page) =>
        JsonDocument.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"numbers-of-frames\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    [Fact]
    public void It_holds_the_numbers_of_the_steps()
    {
        var recipe = new GradientDescentRegression { Epochs = 25, LearningRate = 0.05 };
        var history = recipe.Watch(Line);
        var data = DataOf(history.ToHtml());
        var frames = data.GetProperty("frames");
        Assert.Equal(26, frames.GetArrayLength());
        DescentState[] states = [.. recipe.Steps(Line)];
        for (int i = 0; i < states.Length; i++)
        {
            Assert.Equal(i, frames[i].GetProperty("step").GetInt32());
            Assert.Equal(states[i].Cost, frames[i].GetProperty("cost").GetDouble());
            Assert.Equal([.. states[i].Weights, .. states[i].Intercepts], RawData.Doubles(frames[i].GetProperty("theta")));
        }
        var last = frames[25];
        Assert.Equal(history.Model.Coefficients.ToArray<double>()[0], last.GetProperty("w")[0].GetDouble());
        Assert.Equal(history.Model.Intercepts.ToArray<double>()[0], last.GetProperty("b")[0].GetDouble());
        Assert.Equal(recipe.Fit(Line).Coefficients.ToArray<double>(), history.Model.Coefficients.ToArray<double>());
        Assert.Equal([2, 4, 5, 8], RawData.Doubles(data.GetProperty("y")));
        Assert.True(data.GetProperty("surface").GetProperty("bands").GetArrayLength() >= 8);
    }

    /// <summary>No address, no markup from outside, no way to the network even if a browser were fooled.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void It_asks_nobody_and_escapes_names(bool classes)
    {
        string page = classes ? new GradientDescentClassification { Epochs = 10 }.Watch(Classes).ToHtml("a <b>title</b>")
            : new GradientDescentRegression { Epochs = 10 }.Watch(Line).ToHtml();
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\b(src|fetch|import|XMLHttpRequest|WebSocket|url)\s*[=(](?!#)", page);
        Assert.Contains("default-src &#39;none&#39;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>name", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Equal(page, classes ? new GradientDescentClassification { Epochs = 10 }.Watch(Classes).ToHtml("a <b>title</b>")
            : new GradientDescentRegression { Epochs = 10 }.Watch(Line).ToHtml());
    }

    [Fact]
    public void Long_walks_are_thinned_to_the_first_and_the_last_steps()
    {
        int[] chosen = [.. DescentPage.Chosen(10_001)];
        Assert.InRange(chosen.Length, 400, 600);
        Assert.Equal([0, 1, 2, 3, 4], chosen[..5]);
        Assert.Equal(10_000, chosen[^1]);
        Assert.True(chosen.Zip(chosen.Skip(1)).All(p => p.First < p.Second));
        Assert.Equal(Enumerable.Range(0, 41), DescentPage.Chosen(41));
    }

    [Fact]
    public void Its_charts_show_the_path()
    {
        var history = new GradientDescentClassification { Epochs = 30, LearningRate = 1 }.Watch(Classes);
        string surface = history.CostSurface().ToSvg();
        XDocument.Parse(surface);
        Assert.Contains("weight of x0", surface, StringComparison.Ordinal);
        Assert.Contains("line &quot;the way&quot;: 31 points", surface, StringComparison.Ordinal);
        Assert.Contains("contours", surface, StringComparison.Ordinal);
        Assert.Contains("line: 31 points", history.CostCurve().ToSvg(), StringComparison.Ordinal);
        var flat = new GradientDescentRegression { FitIntercept = false, Epochs = 5 }.Watch(Line);
        Assert.Throws<InvalidOperationException>(flat.CostSurface);
        Assert.False(DataOf(flat.ToHtml()).TryGetProperty("surface", out _));
    }

    [Fact]
    public void It_is_saved_and_describes_itself()
    {
        string path = Path.Combine(Path.GetTempPath(), $"cairn-{Guid.NewGuid():N}.html");
        try
        {
            var history = new GradientDescentClassification { Epochs = 5, BatchSize = 2 }.Watch(Classes);
            history.SaveHtml(path);
            Assert.Equal(history.ToHtml(), File.ReadAllText(path));
            Assert.Equal(16, history.States.Count);
            Assert.StartsWith("hypothesis  P(target = yes) = σ(b + w1 x0 + w2 x1)", history.ToString(), StringComparison.Ordinal);
            Assert.Contains("mini-batch gradient descent, 2 rows a step; learning rate 0.1", history.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
