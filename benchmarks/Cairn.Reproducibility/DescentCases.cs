using Cairn.Classification;
using Cairn.LinearModels;

namespace Cairn.Reproducibility;

/// <summary>Learners that go step by step, and those made of other classifiers.</summary>
static class DescentCases
{
    internal static void Run(Cases cases)
    {
        foreach (int n in (int[])[7, 65, 1025, 16_385])
        {
            LearningCases.Regressor(cases, $"descent/{n}x4", new GradientDescentRegression { Epochs = 50 }, MadeUp.Regression(n, 4, weighted: n == 1025));
            LearningCases.Classifier(cases, $"descent of classes/{n}x4", new GradientDescentClassification { Epochs = 50 },
                MadeUp.Classes(n, 4, n == 1025 ? 3 : 2, weighted: n == 65));
            LearningCases.Classifier(cases, $"ordinal/{n}x4", new OrdinalRegression(), MadeUp.Classes(n, 4, 3, weighted: n == 65));
            LearningCases.Classifier(cases, $"perceptron/{n}x4", new Perceptron { Epochs = 5 }, MadeUp.Classes(n, 4, 3));
        }
        LearningCases.Regressor(cases, "descent in batches/2000x6",
            new GradientDescentRegression { BatchSize = 33, Epochs = 5, Normalization = Normalization.Mean, Seed = 3 }, MadeUp.Regression(2000, 6));
        LearningCases.Classifier(cases, "descent of classes in batches/2000x6",
            new GradientDescentClassification { BatchSize = 1, Epochs = 2, Seed = 3 }, MadeUp.Classes(2000, 6, 4));
        LearningCases.Classifier(cases, "ordinal unpenalised/3000x9", new OrdinalRegression { Penalty = Penalty.None }, MadeUp.Classes(3000, 9, 5));
        LearningCases.Classifier(cases, "threshold/3000x4", new DecisionThreshold { Threshold = 0.3 }, MadeUp.Classes(3000, 4, 2));
        LearningCases.Classifier(cases, "one against the rest/3000x4", new OneVsRest(), MadeUp.Classes(3000, 4, 4));
    }
}
