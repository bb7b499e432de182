using Cairn.Baselines;
using Cairn.Data;
using Cairn.LinearModels;

namespace Cairn.Cli.Models;

/// <summary>A learner that can be named on the command line.</summary>
sealed class ModelChoice
{
    readonly Func<object> _recipe;

    ModelChoice(string name, LearningTask task, string description, Func<object> recipe)
    {
        (Name, Task, Description, _recipe) = (name, task, description, recipe);
        Settings = RecipeSettings.Of(recipe());
    }

    internal string Name { get; }

    internal LearningTask Task { get; }

    internal string Description { get; }

    /// <summary>The properties that <c>--set</c> changes.</summary>
    internal IReadOnlyList<RecipeSetting> Settings { get; }

    /// <summary>The learners; the first of each task is its default.</summary>
    internal static IReadOnlyList<ModelChoice> All { get; } =
    [
        new("linear", LearningTask.Regression, "linear regression: ordinary least squares", () => new LinearRegression()),
        new("mean", LearningTask.Regression, "the mean of the target: a baseline", () => new MeanPredictor()),
        new("logistic", LearningTask.Classification, "logistic regression, for two or more classes", () => new LogisticRegression()),
        new("most-frequent", LearningTask.Classification, "the most frequent class: a baseline", () => new MostFrequentClass()),
    ];

    internal static ModelChoice Default(LearningTask task) => All.First(m => m.Task == task);

    /// <summary>The learner of this name.</summary>
    internal static ModelChoice Find(string name, LearningTask task)
    {
        var named = All.FirstOrDefault(m => m.Name == name);
        string names = string.Join(", ", All.Where(m => m.Task == task).Select(m => m.Name));
        if (named is null) throw new UsageException($"--model: there is no '{name}'; for {task.ToString().ToLowerInvariant()} there are {names}");
        if (named.Task != task)
            throw new UsageException($"--model: '{name}' does {named.Task.ToString().ToLowerInvariant()}, and the task is {task.ToString().ToLowerInvariant()}: {names}");
        return named;
    }

    /// <summary>A fresh recipe with its defaults.</summary>
    internal object Recipe() => _recipe();
}
