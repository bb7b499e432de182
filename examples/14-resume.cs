#:project ../src/Cairn/Cairn.csproj

var digits = BundledData.Load("digits").ToDataset(target: "digit");
var rows = new DataLoader(digits.Features.ToNumbers("the digits").To(DType.Float32), digits.ClassTarget("the digits").Indices) { BatchSize = 64, Seed = 1 };

static Sequential Network() => new(new Linear(64, 64, activation: Activation.Relu), new Dropout(0.3), new Linear(64, 10));

// Momentum, a schedule, dropout, another order of the rows each epoch: all of it has to go on as it would have.
var trainer = new Trainer
{
    Loss = Loss.CrossEntropyFromLogits,
    Optimizer = new AdamW { LearningRate = 0.01, Schedule = new CosineSchedule() },
    Epochs = 10,
};
var whole = Network();
Console.WriteLine(trainer.Fit(whole, rows));

// The same training saves its state every 20 steps, and loses its power after 150.
Trainer Saving(int cut) => trainer with { Callbacks = [new PowerCut(cut), new Checkpointing { Path = "training.cairn", EverySteps = 20 }] };
try
{
    Saving(cut: 150).Fit(Network(), rows);
}
catch (OperationCanceledException e)
{
    Console.WriteLine(e.Message);
}

// A new process would have nothing but the file: it goes on from step 140.
var resumed = Network();
Console.WriteLine(Saving(cut: int.MaxValue).Resume("training.cairn", resumed, rows));

bool same = whole.Parameters.Zip(resumed.Parameters).All(p => p.First.Value.ToArray<float>().SequenceEqual(p.Second.Value.ToArray<float>()));
Console.WriteLine(same ? "every weight has the bits of the training that was never stopped" : "the weights differ");
return same ? 0 : 1;

/// <summary>A callback of one's own.</summary>
sealed record PowerCut(int Step) : Callback, ITrainingWatcher
{
    public override ITrainingWatcher Watch() => this;

    void ITrainingWatcher.StepEnded(TrainingRun run)
    {
        if (run.Stepper.Steps == Step) throw new OperationCanceledException($"the power went out after step {Step}");
    }
}
