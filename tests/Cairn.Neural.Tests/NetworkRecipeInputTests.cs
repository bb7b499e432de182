using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Kernels;
using Cairn.ModelSelection;

namespace Cairn.Tests;

/// <summary>What a network of one's own is given inside a recipe: rows with their axes, and as many threads as the context says.</summary>
public class NetworkRecipeInputTests
{
    /// <summary>Some digits as pictures [rows, 1, 8, 8].</summary>
    static Dataset Pictures(int rows)
    {
        var (some, _) = BundledData.Load("digits").ToDataset("digit").Split(test: 1 - rows / 1797.0, seed: 1);
        return some.With(Features.From(some.Features.ToNumbers("digits").Reshape(some.Rows, 1, 8, 8)));
    }

    static readonly NeuralClassifier Convolutional = new()
    {
        Network = (inputs, outputs) => new Sequential(new Convolution(1, 8, 3, padding: 1, activation: Activation.Relu), new MaxPool(2),
            new Flatten(), new Linear(8 * 4 * 4, outputs)),
        LearningRate = 0.005,
        Epochs = 6,
    };

    [Fact]
    public void Pictures_reach_a_convolution_in_cross_validation_and_after_loading()
    {
        var data = Pictures(600);
        double accuracy = Convolutional.CrossValidate(data, new KFold { Folds = 3 }, Metrics.Accuracy).Mean("accuracy");
        Assert.True(accuracy > 0.9, $"accuracy {accuracy}");

        var model = (Convolutional with { Networks = 2, Epochs = 2 }).Fit(data);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            var again = Model.Load<NeuralClassifierModel>(path);
            double[] expected = model.PredictProbabilities(data.Features).ToArray<double>();
            Assert.Equal(expected, again.PredictProbabilities(data.Features).ToArray<double>());
            Assert.Equal(expected, again.PredictProbabilities(data.Features.Dense!).ToArray<double>()); // the same rows, each as one line
            var turned = Features.From(data.Features.Dense!.Reshape(data.Rows, 8, 8));
            var error = Assert.Throws<ArgumentException>(() => again.Predict(turned));
            Assert.Contains("[8, 8]", error.Message, StringComparison.Ordinal);
            Assert.Contains("[1, 8, 8]", error.Message, StringComparison.Ordinal);
            Assert.Empty(again.Predict(Features.From(Tensor.Zeros<double>(0, 1, 8, 8))).ToArray<int>());
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void Layers_of_units_see_each_picture_as_one_line()
    {
        var data = Pictures(200);
        var recipe = new NeuralClassifier { Hidden = [8], Epochs = 2 };
        Assert.Equal(recipe.Fit(data.With(data.Features.Dense!)).PredictProbabilities(data.Features).ToArray<double>(),
            recipe.Fit(data).PredictProbabilities(data.Features).ToArray<double>());
    }

    [Fact]
    public void Pictures_reach_a_network_that_predicts_numbers_and_one_that_is_watched()
    {
        var pictures = Pictures(120);
        var data = new Dataset(pictures.Features, pictures.Target!.To(DType.Float64));
        var history = new NeuralRegressor
        {
            Network = (inputs, outputs) => new Sequential(new Convolution(1, 4, 3), new Relu(), new Flatten(), new Linear(4 * 6 * 6, outputs)),
            Epochs = 3,
        }.Watch(data);
        Assert.Equal(4, history.Frames.Count);
        Assert.Equal(new Shape(data.Rows), history.Model.Predict(data.Features).Shape);
    }

    /// <summary>Tells how many threads a call may use where a network computes.</summary>
    sealed class Asking(List<int> seen) : Module
    {
        public override Tensor Forward(Tensor x)
        {
            seen.Add(WorkTeam.Threads);
            return x;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_training_uses_the_threads_of_its_context(int threads)
    {
        int all = WorkTeam.Threads;
        var seen = new List<int>();
        var recipe = Convolutional with { Network = null, Epochs = 2 };
        var asking = recipe with { Network = (inputs, outputs) => new Sequential(new Asking(seen), new Linear(inputs, outputs)) };
        var data = Pictures(200);
        asking.Fit(data.With(data.Features.Dense!), new FitContext { Threads = threads });
        Assert.True(seen.Count > 10);
        Assert.All(seen.Skip(1), s => Assert.Equal(threads == 0 ? all : threads, s)); // the first is the look at its shape
        Assert.Equal(all, WorkTeam.Threads);
        Assert.Equal(Persistence.ModelFile.ToBytes(recipe.Fit(data)), Persistence.ModelFile.ToBytes(recipe.Fit(data, new FitContext { Threads = threads })));
    }
}
