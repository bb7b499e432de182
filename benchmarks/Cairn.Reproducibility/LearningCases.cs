using Cairn.Baselines;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Preprocessing;

namespace Cairn.Reproducibility;

/// <summary>Each learner alone, on made-up numbers.</summary>
static class LearningCases
{
    internal static void Run(Cases cases)
    {
        Regressors(cases);
        Classifiers(cases);
        Scalers(cases);
    }

    static void Regressors(Cases cases)
    {
        foreach (int n in (int[])[1, 7, 31, 33, 63, 64, 65, 1023, 1024, 1025, 16383, 16384, 16385, 20000])
            Regressor(cases, $"linear/{n}x4", new LinearRegression(), MadeUp.Regression(n, 4));
        foreach (int n in (int[])[7, 65, 1025, 16385])
            Regressor(cases, $"linear weighted/{n}x3", new LinearRegression(), MadeUp.Regression(n, 3, weighted: true));
        Regressor(cases, "linear without intercept/257x9", new LinearRegression { FitIntercept = false }, MadeUp.Regression(257, 9));
        Regressor(cases, "linear of two targets/300x33", new LinearRegression(), MadeUp.Regression(300, 33, targets: 2));
        Regressor(cases, "linear with too few rows/5x9", new LinearRegression(), MadeUp.Regression(5, 9));
        foreach (int n in (int[])[1, 33, 16385]) Regressor(cases, $"mean/{n}x2", new MeanPredictor(), MadeUp.Regression(n, 2, weighted: true));
    }

    static void Classifiers(Cases cases)
    {
        foreach (int n in (int[])[7, 31, 33, 63, 64, 65, 1023, 1024, 1025, 2047, 2048, 2049, 16385, 20000])
            Classifier(cases, $"logistic/{n}x4", new LogisticRegression(), MadeUp.Classes(n, 4, 2));
        foreach (int n in (int[])[65, 1025, 4097])
            Classifier(cases, $"logistic weighted/{n}x9", new LogisticRegression { Penalty = Penalty.L2(0.1) }, MadeUp.Classes(n, 9, 2, weighted: true));
        Classifier(cases, "logistic unpenalised/3000x3", new LogisticRegression { Penalty = Penalty.None }, MadeUp.Classes(3000, 3, 2));
        Classifier(cases, "logistic without intercept/300x17", new LogisticRegression { FitIntercept = false }, MadeUp.Classes(300, 17, 2));
        foreach (int n in (int[])[9, 65, 1025, 2049])
            Classifier(cases, $"multinomial/{n}x5", new LogisticRegression(), MadeUp.Classes(n, 5, 3));
        Classifier(cases, "multinomial weighted/2500x8", new LogisticRegression(), MadeUp.Classes(2500, 8, 4, weighted: true));
        Classifier(cases, "multinomial by conjugate gradients/90x30", new LogisticRegression { Penalty = Penalty.L2(10) }, MadeUp.Classes(90, 30, 30));
        foreach (int n in (int[])[1, 33, 16385]) Classifier(cases, $"most frequent/{n}x2", new MostFrequentClass(), MadeUp.Classes(n, 2, 3, weighted: true));
    }

    static void Scalers(Cases cases)
    {
        foreach (int n in (int[])[1, 33, 65, 1025, 16385, 20000])
        {
            var data = MadeUp.Regression(n, 3, weighted: n > 1000);
            var model = new StandardScaler().Fit(data);
            cases.Add($"scaler/{n}x3", model, model.Transform(data.Features).Dense!);
        }
    }

    internal static void Regressor<T>(Cases cases, string name, IEstimator<T> recipe, Dataset data) where T : class, IRegressor, IArtefact
    {
        var model = recipe.Fit(data);
        cases.Add(name, model, model.Predict(data.Features));
    }

    internal static void Classifier<T>(Cases cases, string name, IEstimator<T> recipe, Dataset data) where T : class, IClassifier, IArtefact
    {
        var model = recipe.Fit(data);
        cases.Add(name, model, model.Predict(data.Features), model.PredictProbabilities(data.Features));
    }
}
