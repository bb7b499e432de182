using System.Text.RegularExpressions;

namespace Cairn.Tests;

/// <summary><c>cairn train --watch</c>: a page that plays the training.</summary>
public class CliWatchTests
{
    [Fact]
    public void A_classification_is_watched()
    {
        using var folder = new CliFolder();
        var run = CliProgram.Run(folder, "train", "iris", "--model", "logistic-descent", "--set", "Epochs=40", "--watch", "walk.html").Succeeds();
        Assert.Contains("watch   walk.html", run.Output, StringComparison.Ordinal);
        string page = folder.Read("walk.html");
        Assert.Contains("<h1>iris: species</h1>", page, StringComparison.Ordinal);
        Assert.Equal(41, Regex.Count(page, "\"step\":"));
        // The walk ends where the model that was saved stands.
        string card = CliProgram.Run(folder, "inspect", "iris.cairn").Succeeds().Output;
        string weight = Regex.Match(page, "\"w\":\\[(-?[0-9]\\.[0-9]{3})[^]]*\\][^]]*\\]\\}\\],").Groups[1].Value;
        Assert.NotEqual("", weight);
        Assert.Contains(weight, card, StringComparison.Ordinal);
    }

    /// <summary>In mini-batches too: the same walk as the training, so the last cost is that of the facts.</summary>
    [Fact]
    public void A_regression_is_watched_and_told_in_json()
    {
        using var folder = new CliFolder();
        folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i * 7 % 40 / 8.0},{i * 7 % 40 + i % 3}\n"))));
        var run = CliProgram.Run(folder, "train", "line.csv", "--target", "y", "--model", "descent", "--set", "BatchSize=8", "--set", "Epochs=5",
            "--watch", "walk.html", "--json").Succeeds();
        Assert.Equal("walk.html", run.Json.GetProperty("files").GetProperty("watch").GetString());
        string page = folder.Read("walk.html");
        Assert.Equal(5 * 4 + 1, Regex.Count(page, "\"step\":"));
        Assert.Contains("mini-batch gradient descent, 8 rows a step", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_watched_and_reported()
    {
        using var folder = new CliFolder();
        CliProgram.Run(folder, "train", "iris", "--model", "mlp", "--set", "Epochs=30", "--set", "Hidden=8", "--watch", "walk.html").Succeeds();
        string page = folder.Read("walk.html");
        Assert.Contains("<h1>iris: species</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Adam; 4 batches of 32 rows an epoch", page, StringComparison.Ordinal);
        Assert.Equal(31, Regex.Count(page, "\"step\":"));
        // the card of the report is the network's
        string report = folder.Read("iris.html");
        foreach (string part in new[] { "Linear 4 -&gt; 8, Relu", "30 epochs", "Where it errs" }) Assert.Contains(part, report, StringComparison.Ordinal);
        CliProgram.Run(folder, "train", "iris", "--model", "tree", "--watch", "walk.html").Fails(2, "takes no steps to be watched", "mlp");
    }
}
