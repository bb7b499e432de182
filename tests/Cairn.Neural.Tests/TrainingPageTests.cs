using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.ModelSelection;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>The page that plays the training of a network, and what it is made of.</summary>
public class TrainingPageTests
{
    static double[][] Points(int rows, int columns)
    {
        var rng = Rng.Stream(0, "page", "points").Start();
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => rng.Uniform(-2, 2)).ToArray())];
    }

    static Dataset Data(int columns, bool classes)
    {
        double[][] x = Points(80, columns);
        var features = Features.From((Tensor)x, [.. Enumerable.Range(0, columns).Select(j => $"column {j} </script><b>")]);
        double[] y = Array.ConvertAll(x, r => classes ? r[0] * r[0] > 1 ? 1.0 : 0 : 100 + 10 * r[0] * r[0]);
        return new Dataset(features, y, targetName: "grade & <i>name</i>");
    }

    static JsonElement NumbersOf(string page) => JsonDocument.Parse(
        Regex.Match(page, "<script type=\"application/json\" id=\"numbers-of-frames\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    [Theory]
    [InlineData(1, false, "curve"), InlineData(2, false, "surface"), InlineData(3, false, "scatter"), InlineData(2, true, "regions"), InlineData(1, true, "confusion")]
    public void It_holds_the_moments_of_the_training(int columns, bool classes, string kind)
    {
        var data = Data(columns, classes);
        var (frames, page, again, facts) = classes ? Watched(new NeuralClassifier { Hidden = [6], Epochs = 8 }.Watch(data))
            : Watched(new NeuralRegressor { Hidden = [6], Epochs = 8 }.Watch(data));
        var numbers = NumbersOf(page);
        Assert.Equal(kind, numbers.GetProperty("kind").GetString());
        Assert.Equal(Enumerable.Range(0, 9), frames.Select(f => f.Epoch));
        Assert.Equal(facts.History, frames.Skip(1).Select(f => f.Loss!.Value));
        Assert.Equal(facts.ValidationHistory, frames.Skip(1).Select(f => f.ValidationLoss!.Value));
        Assert.Null(frames[0].Loss);
        Assert.Equal(9, numbers.GetProperty("frames").GetArrayLength());
        Assert.Equal(["0.weight", "1.weight"], frames[0].Layers.Select(l => l.Path));
        Assert.All(frames, f => Assert.Equal(6 * columns, f.Layers[0].Weights.Counts.Sum()));
        Assert.Null(frames[0].Layers[0].Gradients);
        Assert.All(frames.Skip(1), f => Assert.True(f.GradientNorm > 0 && f.Layers[1].Gradients!.Deviation > 0));
        Assert.Equal(page, again); // the same bytes each time
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\b(src|fetch|import|XMLHttpRequest|WebSocket|url)\s*[=(](?!#)", page);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>name", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "</script>"));

        (IReadOnlyList<TrainingFrame>, string, string, TrainingFacts) Watched<TModel>(NetworkHistory<TModel> history) where TModel : class, Persistence.IArtefact =>
            (history.Frames, history.ToHtml(), history.ToHtml(), history.Model.Facts);
    }

    [Fact]
    public void Watching_changes_no_bit_of_the_model()
    {
        var recipe = new NeuralClassifier { Hidden = [6], Epochs = 8, Dropout = 0.2 };
        Assert.Equal(Persistence.ModelFile.ToBytes(recipe.Fit(Data(2, true))), Persistence.ModelFile.ToBytes(recipe.Watch(Data(2, true)).Model));
    }

    [Fact]
    public void A_numbers_picture_is_in_the_units_of_the_target()
    {
        var history = new NeuralRegressor { Hidden = [16], Epochs = 150, LearningRate = 0.02 }.Watch(Data(1, false));
        var values = NumbersOf(history.ToHtml("A curve")).GetProperty("frames").EnumerateArray().Last().GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.InRange(values[60], 95, 107); // at 0
        Assert.InRange(values[5], 122, 145); // near -2
    }

    [Fact]
    public void Long_trainings_are_thinned_and_keep_their_ends()
    {
        var frames = new NeuralRegressor { Hidden = [2], Epochs = 301, Patience = 1000 }.Watch(Data(1, false)).Frames;
        Assert.InRange(frames.Count, 60, 121);
        Assert.Equal((0, 4, 301), (frames[0].Epoch, frames[1].Epoch, frames[^1].Epoch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_says_which_epoch_s_weights_were_kept(bool pageFirst)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (train, held) = Data(2, false).Split(test: 0.3, seed: 1);
            Callback page = new TrainingPage { Path = path }, stopping = new EarlyStopping { Patience = 2 };
            Sequential Net() => new(new Linear(2, 40, activation: Activation.Tanh), new Linear(40, 1));
            var trainer = new Trainer { Epochs = 2000, Optimizer = new Adam { LearningRate = 0.3 }, Callbacks = pageFirst ? [page, stopping] : [stopping, page] };
            var net = Net();
            var history = trainer.Fit(net, train, held);
            int kept = history.KeptEpoch!.Value, last = history.Epochs.Count;
            Assert.Equal((history.BestEpoch, last - 2), (kept, kept));

            string html = File.ReadAllText(path);
            Assert.Contains($"; the weights of epoch {kept} were kept.", html, StringComparison.Ordinal);
            var numbers = NumbersOf(html);
            Assert.Equal(kept, numbers.GetProperty("kept").GetInt32());
            int[] epochs = [.. numbers.GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("epoch").GetInt32())];
            Assert.Contains(kept, epochs);
            Assert.Equal(last, epochs[^1]);
            Assert.Equal(epochs.Order(), epochs);

            var until = Net();
            var whole = (trainer with { Epochs = kept, Callbacks = [] }).Fit(until, train, held);
            Assert.Null(whole.KeptEpoch);
            foreach (var (a, b) in net.Parameters.Zip(until.Parameters)) Assert.True(Tensor.EqualsExactly(a.Value, b.Value));
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void A_trainer_writes_it_by_a_callback()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            new Trainer { Epochs = 3, Callbacks = [new TrainingPage { Path = path, Title = "Two & two" }] }
                .Fit(new Sequential(new Linear(2, 4, activation: Activation.Tanh), new Linear(4, 1)), Data(2, false));
            string page = File.ReadAllText(path);
            Assert.Contains("<h1>Two &amp; two</h1>", page, StringComparison.Ordinal);
            Assert.Contains("Adam; 3 batches of 32 rows an epoch; all 3 epochs done.", page, StringComparison.Ordinal);
            Assert.Equal("surface", NumbersOf(page).GetProperty("kind").GetString());
        }
        finally { File.Delete(path); }
    }
}
