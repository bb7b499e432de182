namespace Cairn.Contracts;

/// <summary>Classes of any kind and number, and targets of several columns.</summary>
static class TargetChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("target: none is refused", For.Predictors, NoneIsRefused),
        new("target: classes of any kind", For.Classifiers, ClassesOfAnyKind),
        new("target: booleans", For.Classifiers, Booleans),
        new("target: the order of the classes", For.Classifiers, OrderOfClasses),
        new("target: many classes", For.Classifiers, ManyClasses),
        new("target: one class", For.Classifiers, OneClass),
        new("target: a class without rows", For.Classifiers, ClassWithoutRows),
        new("target: a fraction is no class", For.Classifiers, FractionIsNoClass),
        new("target: several columns", For.Predictors, SeveralColumns),
    ];

    static Dataset Labelled(ClassLabels classes, Func<int, int> indexOf) =>
        new(SampleData.X, Tensor.From(Array.ConvertAll(SampleData.Classes, c => indexOf((int)c))), classes);

    /// <summary>A learner that needs a target says so; one that needs none may answer.</summary>
    static IEnumerable<string> NoneIsRefused(ContractSubject subject) =>
        subject.Try(new Dataset(SampleData.X)).FiniteOrRefused("no target", "target");

    /// <summary>Numbers with gaps, negative numbers and texts in the order of 0, 1, 2 give the bits of these, and are remembered.</summary>
    static IEnumerable<string> ClassesOfAnyKind(ContractSubject subject)
    {
        var expected = subject.Ask(SampleData.X);
        var classes = new[] { ClassLabels.Of(-7.0, 3, 1000), ClassLabels.Of(-3.0, -2, -1), ClassLabels.Of("ant", "bee", "cat") };
        foreach (var labels in classes)
        {
            var model = subject.Recipe.Fit(Labelled(labels, c => c));
            if (!labels.Equals(((IClassifier)model).Classes)) yield return $"the classes {labels} became {((IClassifier)model).Classes}";
            foreach (string difference in Answers.Of(model, SampleData.X).DifferencesFrom(expected, $"classes {labels}"))
                yield return difference;
        }
        var plain = subject.Recipe.Fit(new Dataset(SampleData.X, Array.ConvertAll(SampleData.Classes, c => 10 * c - 7)));
        if (!ClassLabels.Of(-7.0, 3, 13).Equals(((IClassifier)plain).Classes))
            yield return $"the numbers -7, 3, 13 became the classes {((IClassifier)plain).Classes}";
    }

    /// <summary>False and true give the bits that 0 and 1 give.</summary>
    static IEnumerable<string> Booleans(ContractSubject subject)
    {
        bool[] flags = Array.ConvertAll(SampleData.Classes, c => c == 2);
        var model = subject.Recipe.Fit(new Dataset(SampleData.X, flags));
        if (!ClassLabels.Booleans.Equals(((IClassifier)model).Classes))
            yield return $"booleans became the classes {((IClassifier)model).Classes}";
        var expected = subject.FitAndAsk(new Dataset(SampleData.X, Array.ConvertAll(flags, f => f ? 1.0 : 0)), SampleData.X);
        foreach (string difference in Answers.Of(model, SampleData.X).DifferencesFrom(expected, "booleans")) yield return difference;
    }

    /// <summary>Other names that stand in another order move the probabilities along with them, within 1e-6.</summary>
    static IEnumerable<string> OrderOfClasses(ContractSubject subject)
    {
        int[] place = [2, 0, 1]; // class c is now at place[c]
        var turned = subject.FitAndAsk(Labelled(ClassLabels.Of("bee", "cat", "ant"), c => place[c]), SampleData.X).Parts[1].Values;
        var straight = subject.Ask(SampleData.X).Parts[1].Values;
        for (int i = 0; i < SampleData.Rows; i++)
            for (int c = 0; c < 3; c++)
                if (!(Math.Abs(turned[3 * i + place[c]] - straight[3 * i + c]) <= 1e-6))
                {
                    yield return $"row {i} has another probability when the classes have other names";
                    yield break;
                }
    }

    /// <summary>A class for every row.</summary>
    static IEnumerable<string> ManyClasses(ContractSubject subject) =>
        subject.Try(new Dataset(SampleData.X, Array.ConvertAll(Enumerable.Range(0, SampleData.Rows).ToArray(), i => (double)i)))
            .FiniteOrRefused("a class for every row");

    /// <summary>A single class is always predicted, or refused.</summary>
    static IEnumerable<string> OneClass(ContractSubject subject)
    {
        var attempt = subject.Try(new Dataset(SampleData.X, Array.ConvertAll(SampleData.Classes, _ => 5.0)));
        if (attempt.Answers is not { } answers) return attempt.Refused("a single class", "class");
        bool always = answers.Parts[0].Values.All(index => index == 0) && answers.Parts[1].Values.All(p => p == 1);
        return always ? [] : ["a single class is not always predicted"];
    }

    /// <summary>A class that the rows do not have has its column of probabilities, and is never predicted; or it is refused.</summary>
    static IEnumerable<string> ClassWithoutRows(ContractSubject subject)
    {
        var attempt = subject.Try(Labelled(ClassLabels.Of("ant", "bee", "cat", "dog"), c => c == 0 ? 0 : c + 1));
        if (attempt.Answers is not { } answers) return attempt.Refused("a class without rows", "class");
        if (answers.Parts[1].Shape != new Shape(SampleData.Rows, 4))
            return [$"4 classes, one without rows: the probabilities are {answers.Parts[1].Shape}"];
        if (answers.Parts[0].Values.Contains(1)) return ["a class without rows is predicted"];
        return attempt.FiniteOrRefused("a class without rows");
    }

    /// <summary>A number with a fraction is refused by its row.</summary>
    static IEnumerable<string> FractionIsNoClass(ContractSubject subject)
    {
        double[] target = [.. SampleData.Classes];
        target[37] = 0.5;
        return subject.Try(new Dataset(SampleData.X, target)).Refused("a class 0.5", "37", "0.5");
    }

    /// <summary>A target [n, k] gives answers [n, k] or a refusal; [n, 1] too.</summary>
    static IEnumerable<string> SeveralColumns(ContractSubject subject)
    {
        foreach (int columns in new[] { 1, 2 })
        {
            double[][] target = Array.ConvertAll(subject.Target, y => new[] { y, 10 - y }[..columns]);
            var attempt = subject.Try(new Dataset(SampleData.X, target));
            string when = $"a target of {columns} columns";
            foreach (string breach in attempt.FiniteOrRefused(when, "target")) yield return breach;
            if (attempt.Answers is { } answers && answers.Parts[0].Shape != new Shape(SampleData.Rows, columns))
                yield return $"{when}: the answers are {answers.Parts[0].Shape}";
        }
    }
}
