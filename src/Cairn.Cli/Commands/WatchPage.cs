using System.Text;
using Cairn.LinearModels;
using Cairn.NeuralModels;
using Cairn.Pipelines;

namespace Cairn.Cli.Commands;

/// <summary>The page of <c>--watch</c>: the training walked once more, step by step.</summary>
static class WatchPage
{
    /// <summary>Refuses a learner that takes no steps to be watched.</summary>
    internal static void Check(object recipe, string name)
    {
        if (recipe is not (GradientDescentRegression or GradientDescentClassification or NeuralEstimator))
            throw new UsageException($"--watch: '{name}' takes no steps to be watched; use --model descent, logistic-descent or mlp");
    }

    /// <summary>The page, from the rows as the pipeline prepares them. The walk is that of the training, its random path included.</summary>
    internal static byte[] Of(object recipe, IPredictor model, Dataset train, string title, CancellationToken cancellation)
    {
        var steps = model switch
        {
            ClassifierPipelineModel<IClassifier> classifier => classifier.Steps,
            RegressorPipelineModel<IRegressor> regressor => regressor.Steps,
            _ => throw new InvalidOperationException($"{model.GetType().Name} is no pipeline"),
        };
        var prepared = train.With(steps.Aggregate(train.Features, (features, step) => step.Transform(features)));
        var context = new FitContext { Cancellation = cancellation }.Child("last", 1);
        return Encoding.UTF8.GetBytes(recipe switch
        {
            GradientDescentRegression regression => regression.Watch(prepared, context).ToHtml(title),
            NeuralRegressor network => network.Watch(prepared, context).ToHtml(title),
            NeuralClassifier network => network.Watch(prepared, context).ToHtml(title),
            _ => ((GradientDescentClassification)recipe).Watch(prepared, context).ToHtml(title),
        });
    }
}
