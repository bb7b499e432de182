using Cairn.Trees;

namespace Cairn.Reproducibility;

/// <summary>Trees and boosted trees: on numbers of sizes beside the borders of their blocks, and on a table with gaps and words.</summary>
static class TreeCases
{
    internal static void Run(Cases cases)
    {
        foreach (int n in (int[])[7, 64, 1025, 9000])
        {
            LearningCases.Regressor(cases, $"regression tree/{n}x5", new DecisionTreeRegressor(), MadeUp.Regression(n, 5, weighted: n > 1000));
            LearningCases.Classifier(cases, $"classification tree/{n}x5", new DecisionTreeClassifier(), MadeUp.Classes(n, 5, 3, weighted: n > 1000));
        }
        foreach (int n in (int[])[33, 1025, 8193, 20_000])
        {
            LearningCases.Regressor(cases, $"boosting/{n}x9", new GradientBoostingRegressor { Iterations = 10 }, MadeUp.Regression(n, 9, weighted: n == 1025));
            LearningCases.Classifier(cases, $"boosting of classes/{n}x9", new GradientBoostingClassifier { Iterations = 10 },
                MadeUp.Classes(n, 9, n == 1025 ? 3 : 2, weighted: n == 8193));
        }
        var drawn = new GradientBoostingRegressor { Iterations = 20, RowShare = 0.7, ColumnShare = 0.5, ValidationShare = 0.2, Seed = 4 };
        LearningCases.Regressor(cases, "boosting on drawn rows/9000x9", drawn, MadeUp.Regression(9000, 9));
        foreach (var (name, loss) in new[] { ("absolute", BoostingLoss.Absolute), ("Huber", BoostingLoss.Huber(2)), ("quantile", BoostingLoss.Quantile(0.9)) })
            LearningCases.Regressor(cases, $"boosting, {name}/9000x4", new GradientBoostingRegressor { Loss = loss, Iterations = 10 }, MadeUp.Regression(9000, 4));

        var table = MadeUp.Mixed(2500);
        var (prices, grades) = (table.Drop("grade").ToDataset("price"), table.Drop("price").ToDataset("grade"));
        LearningCases.Regressor(cases, "regression tree of a table/2500", new DecisionTreeRegressor { PruningStrength = 0.01 }, prices);
        LearningCases.Classifier(cases, "classification tree of a table/2500", new DecisionTreeClassifier { Impurity = ClassImpurity.Entropy }, grades);
        LearningCases.Regressor(cases, "boosting of a table/2500", new GradientBoostingRegressor { Iterations = 20, Increasing = ["size"] }, prices);
        LearningCases.Classifier(cases, "boosting of classes of a table/2500", new GradientBoostingClassifier { Iterations = 10 }, grades);
    }
}
