using Cairn.Baselines;
using Cairn.Data;
using Cairn.Ensembles;
using Cairn.LinearModels;
using Cairn.NeuralModels;
using Cairn.Preprocessing;
using Cairn.Trees;

namespace Cairn.Cli.Models;

/// <summary>A learner that can be named on the command line.</summary>
sealed class ModelChoice
{
    const int WidestValues = 60; // a longer list of values pushes its default aside, not those of all settings

    readonly Func<object> _recipe;

    ModelChoice(string name, LearningTask task, string description, Func<object> recipe, bool isCandidate = true)
    {
        (Name, Task, Description, _recipe, IsCandidate) = (name, task, description, recipe, isCandidate);
        Settings = RecipeSettings.Of(recipe());
    }

    internal string Name { get; }

    internal LearningTask Task { get; }

    internal string Description { get; }

    /// <summary>False for a learner that is there to be watched, only for classes in an order, many of another, or whose strength must be chosen for
    /// the data: no candidate when learners are compared.</summary>
    internal bool IsCandidate { get; }

    /// <summary>The properties that <c>--set</c> changes.</summary>
    internal IReadOnlyList<RecipeSetting> Settings { get; }

    /// <summary>The learners; the first of each task is its default.</summary>
    internal static IReadOnlyList<ModelChoice> All { get; } =
    [
        new("linear", LearningTask.Regression, "linear regression, ordinary least squares", () => new LinearRegression()),
        new("mean", LearningTask.Regression, "the mean of the target, a baseline", () => new MeanPredictor()),
        new("boosting", LearningTask.Regression, "gradient boosting of histogram trees", () => new GradientBoostingRegressor()),
        new("tree", LearningTask.Regression, "a decision tree", () => new DecisionTreeRegressor { MinRowsPerLeaf = 5 }),
        new("bagging", LearningTask.Regression, "the mean of trees learned from rows drawn anew", () => new BaggingRegressor { Members = 50 },
            isCandidate: false),
        new("mlp", LearningTask.Regression, "a neural network of dense layers; --watch plays it", () => new NeuralRegressor()),
        new("descent", LearningTask.Regression, "linear regression by gradient descent; --watch plays it", () => new GradientDescentRegression(),
            isCandidate: false),
        new("ridge", LearningTask.Regression, "ridge regression: small coefficients", () => new Ridge(), isCandidate: false),
        new("lasso", LearningTask.Regression, "lasso: few columns", () => new Lasso { Strength = 0.1 }, isCandidate: false),
        new("elastic-net", LearningTask.Regression, "elastic net: between ridge and lasso", () => new ElasticNet { Strength = 0.1 },
            isCandidate: false),
        new("mars", LearningTask.Regression, "hinges found in the data (MARS): an equation that bends", () => new MarsRegression()),
        new("spline", LearningTask.Regression, "lines that bend at quantiles of each column", () => new SplineRegression(), isCandidate: false),
        new("stepwise", LearningTask.Regression, "linear regression on columns chosen by AIC or BIC", () => new StepwiseRegression(), isCandidate: false),
        new("logistic", LearningTask.Classification, "logistic regression, for two or more classes", () => new LogisticRegression()),
        new("most-frequent", LearningTask.Classification, "the most frequent class, a baseline", () => new MostFrequentClass()),
        new("boosting", LearningTask.Classification, "gradient boosting of histogram trees", () => new GradientBoostingClassifier()),
        new("tree", LearningTask.Classification, "a decision tree", () => new DecisionTreeClassifier { MinRowsPerLeaf = 5 }),
        new("bagging", LearningTask.Classification, "the mean of trees learned from rows drawn anew",
            () => new BaggingClassifier { Members = 50 }, isCandidate: false),
        new("mlp", LearningTask.Classification, "a neural network of dense layers; --watch plays it", () => new NeuralClassifier()),
        new("logistic-descent", LearningTask.Classification, "logistic or softmax regression by gradient descent; --watch plays it",
            () => new GradientDescentClassification(), isCandidate: false),
        new("ordinal", LearningTask.Classification, "ordinal regression, for classes in an order", () => new OrdinalRegression(), isCandidate: false),
        new("perceptron", LearningTask.Classification, "the perceptron", () => new Perceptron(), isCandidate: false),
    ];

    internal static ModelChoice Default(LearningTask task) => All.First(m => m.Task == task);

    /// <summary>The learner of this name, for this task if it is known already.</summary>
    internal static ModelChoice Find(string name, LearningTask? task)
    {
        var named = All.FirstOrDefault(m => m.Name == name && m.Task == task) ?? All.FirstOrDefault(m => m.Name == name);
        var names = All.Where(m => task is null || m.Task == task).Select(m => m.Name).Distinct().ToList();
        string suited = task is null ? $"there are {string.Join(", ", names)}"
            : $"for {Word(task.Value)} there are {string.Join(", ", names)}";
        if (named is null) throw new UsageException($"--model: there is no '{name}'; {Nearest.Question(name, names)}{suited}");
        if (task is not null && named.Task != task)
            throw new UsageException($"--model: '{name}' does {Word(named.Task)}; {suited}");
        return named;
    }

    /// <summary>A line for each learner.</summary>
    internal static string Lines(string indent)
    {
        int width = All.Max(m => m.Name.Length);
        return string.Join(Environment.NewLine, All.Select(m =>
            $"{indent}{m.Name.PadRight(width)}  {Word(m.Task),-14}  {m.Description}{(Default(m.Task) == m ? " (default)" : "")}"));
    }

    /// <summary>A line for each setting of the learners and of the preparation: name, type, range and default.</summary>
    internal static string SettingLines(string indent)
    {
        var groups = All.Where(m => m.Settings.Count > 0).Select(m => (Title: All.Count(o => o.Name == m.Name) == 1 ? m.Name : $"{m.Name}, {Word(m.Task)}", Settings: m.Settings))
            .Append((Title: "the preparation of the columns, for every model", Settings: Preparation)).ToList();
        var all = groups.SelectMany(g => g.Settings).ToList();
        int name = all.Max(s => s.Name.Length), values = Math.Min(all.Max(s => s.Values.Length), WidestValues);
        return string.Join(Environment.NewLine, groups.SelectMany(g => g.Settings
            .Select(s => $"{indent}  {s.Name.PadRight(name)}  {s.Values.PadRight(values)}  default {s.DefaultText}")
                .Prepend(indent + g.Title)));
    }

    /// <summary>The settings of what makes numbers of the columns.</summary>
    internal static IReadOnlyList<RecipeSetting> Preparation => RecipeSettings.Of(new TablePreparation());

    static string Word(LearningTask task) => task.ToString().ToLowerInvariant();

    /// <summary>A fresh recipe with its defaults.</summary>
    internal object Recipe() => _recipe();
}
