"""Danger as callers put it, and what only sounds like it. None of these sentences is from the evaluation data."""

import pytest

from nlu.hazards import HAZARDS, find_hazard

REPORTED = {
    "gas": [
        "there's a strong smell of gas in the hallway",
        "it smells like gas down here",
        "I think I smell gas.",
        "my furnace room stinks of propane",
        "the contractor hit a gas line with his shovel",
        "the gas line broke behind the dryer",
        "i can hear hissing near the gas meter",
        "gas is leaking from the stove",
        "what should i do i smell gas",
        "i don't know if it's gas but it smells like rotten eggs",
        "no it's not the drain it smells like gas",
        "we have a gas leak",
        "the smell of gas is getting stronger",
        "i turned the stove off and it still smells like gas",
        "Schedule John Doe for Friday. By the way, he smells gas right now.",
        "No, I smell gas.",
        "i'm not sure but i think there's a gas leak in my kitchen",
    ],
    "carbon_monoxide": [
        "my co detector is going off",
        "My CO alarm is beeping.",
        "the carbon monoxide alarm is beeping and won't stop",
        "we all have headaches and the furnace just came on",
        "the detector says carbon monoxide eighty parts per million",
        "my wife passed out by the boiler",
        "co alarm went off last night and it's going off again",
    ],
    "water_near_electrics": [
        "water is dripping from the ceiling light",
        "there's water running down into the electrical panel",
        "the outlet under the sink got soaked and it's buzzing",
        "i got zapped touching the kitchen tap",
        "the breaker box is wet",
        "there are sparks coming from the dishwasher and water on the floor",
        "the basement is flooded up to the outlets",
        "Water's leaking into the light fixture.",
    ],
    "sewage": [
        "sewage is backing up into our shower",
        "there's poop water coming up from the floor drain",
        "the sewer line backed up and the basement's covered in it",
        "brown water is bubbling up in the tub",
        "raw sewage all over the laundry room",
        "every time we flush it comes up in the bathtub",
    ],
    "active_water": [
        "a pipe burst in the ceiling",
        "water is gushing from under the sink",
        "my basement is flooding",
        "the washing machine hose popped off and water's spraying everywhere",
        "i can't shut the water off and it's all over the kitchen floor",
        "the toilet is overflowing and i can't make it stop",
        "water's coming through the living room ceiling",
        "the water heater burst",
        "there's three inches of water in my basement",
        "the ceiling is about to collapse from a leak",
        "a pipe just broke there's water shooting out",
        "i shut the main off but water is still pouring out",
        "There's water everywhere!",
        "my pipes froze and one burst",
        "we have a burst pipe",
        "How do I shut off the main? It's flooding my kitchen.",
        "the toilet won't stop overflowing",
        "we're flooded",
        "the faucet came off in my hand and water is shooting up",
    ],
    "no_heat_vulnerable": [
        "the furnace went out and i have a newborn",
        "no heat and my father is on oxygen",
        "our heat's been out since yesterday and it's five below",
        "the boiler quit and my grandmother is ninety one",
        "we don't have any heat and the kids are shivering",
        "heating's not working and my wife is pregnant",
        "There's no heat, and it's twelve degrees.",
    ],
}
NOT_REPORTED = [
    "do you repair gas leaks",
    "do you guys do gas lines",
    "my gas water heater won't light",
    "there's no gas smell",
    "i don't smell any gas",
    "No, I don't smell gas.",
    "it doesn't smell like gas",
    "we had a gas leak last year and it was fixed",
    "what do you charge for a gas leak repair",
    "my hot water smells like rotten eggs",
    "the gas company comes tomorrow",
    "how much is gas",
    "i need a gas line for a new dryer",
    "can you install a carbon monoxide detector",
    "i need a new carbon monoxide alarm",
    "do carbon monoxide detectors need hardwiring",
    "schedule bob for a burst pipe repair on friday",
    "Schedule Bob for a burst pipe on Friday at 2.",
    "book jane smith for a sewer line repair on tuesday at two",
    "put mike in for sewage ejector pump work on monday",
    "we had a flood in the basement last spring",
    "a pipe burst two years ago and you fixed it",
    "my faucet drips",
    "the kitchen sink is clogged",
    "my drain is slow",
    "toilet keeps running",
    "there's a small leak under the sink",
    "no hot water",
    "we have no hot water since monday",
    "the water heater is out",
    "no heat in the upstairs bathroom radiator",
    "my mother is eighty and her faucet drips",
    "my daughter is pregnant and needs a new tub",
    "the light in the bathroom is out",
    "the outlet by the dishwasher is dead",
    "can you move the outlet away from the sink",
    "install a light over the sink",
    "what if a pipe bursts",
    "i want to insulate the pipes before they freeze and burst",
    "is water damage covered by insurance",
    "how do i stop my toilet from overflowing",
    "the toilet overflowed yesterday but it's fine now",
    "the leak stopped",
    "i smelled gas last month but the gas company fixed it",
    "water pressure is low everywhere",
    "the sprinkler is spraying the fence",
    "my water bill is through the roof",
    "the dishwasher is leaking a little",
    "i need the sewer line inspected",
    "the sewer cleanout needs a cap",
    "is that an emergency",
    "i'm flooded with work today",
    "yes friday at two",
    "the name is john burst",
    "my address is 12 gaslight road",
    "the address is 9 flood street",
    "pouring rain today",
    "i'm running out the door can you come at five",
    "my kids broke the toilet handle",
    "the carbon monoxide detector is fine",
    "Schedule John Doe for a pipe repair on Friday at 2 p.m.",
    "my water heater is leaking",
    "there's a drip under the water heater",
    "the basement toilet is backed up",
    "the shower drain backs up a little",
    "a leaky faucet in the kids' bathroom",
    "the heat pump is not a plumbing thing is it",
    "we need heat tape on the pipes",
    "the water is brown",
    "the thermostat on the water heater is broken",
    "the water isn't flooding anything",
    "it's not leaking through the ceiling",
    "book lisa for a water heater she has no hot water",
    "the boiler needs its annual service",
    "no the kitchen",
    "water softener is not working",
    "the light switch is next to the sink",
    "i want to put a sink near the outlet",
    "the shower head sprays to the side",
    "nothing's flooding it's a slow drain",
]


@pytest.mark.parametrize(("hazard", "said"), [(hazard, said) for hazard, lines in REPORTED.items() for said in lines])
def test_danger_is_recognised(hazard: str, said: str) -> None:
    found = find_hazard(said)

    assert found is not None
    assert found.code == hazard


@pytest.mark.parametrize("said", NOT_REPORTED)
def test_what_is_denied_past_asked_or_harmless_is_no_hazard(said: str) -> None:
    assert find_hazard(said) is None


def test_of_several_the_gravest_is_named() -> None:
    found = find_hazard("the basement is flooding and i smell gas")

    assert found is not None
    assert found.code == HAZARDS[0]


def test_the_place_is_that_of_the_words_in_the_text() -> None:
    said = "Hello -- I, um... SMELL   gas!"
    found = find_hazard(said)

    assert found is not None
    assert said[found.start : found.end] == "SMELL   gas"
